import { consume } from '@peercert/chassis/consumers'
import { events, type EventMap } from '@peercert/contracts/identity'
import type { Deps } from '../deps.ts'
import * as accounts from '../store/accounts.ts'
import type { Tx } from '../store/database.ts'

/** Whose account a token speaks for; a later link of the same sign-in moves it. */
export const identityConsumer = ({ db }: Deps) =>
  consume<EventMap, Tx>(db, events, {
    'account.linked': ({ id, data }, tx) => accounts.linkSignIn(tx, { ...data, saidBy: id }),
    'account.unlinked': ({ id, data }, tx) => accounts.unlinkSignIn(tx, { ...data, saidBy: id }),
  })
