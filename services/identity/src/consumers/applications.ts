import { consume } from '@peercert/chassis/consumers'
import { events, type EventMap } from '@peercert/contracts/applications'
import type { Deps } from '../deps.ts'
import * as accounts from '../store/account.ts'
import type { Tx } from '../store/database.ts'

/** Which number belongs to which account: shown to its holder, and asked by "Find my certification". */
export const applicationsConsumer = (deps: Deps) =>
  consume<EventMap, Tx>(deps.db, events, {
    'certification.imported': async ({ data }, tx) =>
      accounts.learnNumber(tx, data.number, data.accountId),
    'certification.status-changed': async ({ data }, tx) =>
      accounts.learnNumber(tx, data.number, data.accountId),
  })
