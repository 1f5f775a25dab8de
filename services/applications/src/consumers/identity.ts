import { consume } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/identity'
import { refreshPerson } from '../actions/refresh-person.ts'
import type { Deps } from '../deps.ts'
import type { Tx } from '../store/database.ts'
import { link, unlink } from '../store/sign-ins.ts'

/** Which sign-in is which account, and when a printed name or county is no longer right. */
export const identityConsumer = (deps: Deps) =>
  consume<EventMap, Tx>(deps.db, events, {
    'account.linked': async ({ id, data }, tx) => {
      await link(tx, { ...data, saidBy: id })
      deps.signals.emit('account', data.accountId)
    },
    'account.unlinked': ({ id, data }, tx) => unlink(tx, { ...data, saidBy: id }),
    'legal-name.changed': ({ data }, tx) => refreshPerson(tx, data.accountId, deps),
    'profile.changed': async ({ data }, tx) => {
      if (data.fields.includes('county')) await refreshPerson(tx, data.accountId, deps)
    },
  })
