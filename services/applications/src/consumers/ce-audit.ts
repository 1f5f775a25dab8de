import { consume } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/ce-audit'
import { imposeSanction, liftSanction } from '../actions/apply-sanction.ts'
import type { Deps } from '../deps.ts'
import type { Tx } from '../store/database.ts'

/** Discipline is decided elsewhere; here it changes what a certification is worth. */
export const ceAuditConsumer = (deps: Deps) =>
  consume<EventMap, Tx>(deps.db, events, {
    'sanction.imposed': async ({ data }, tx) => {
      await imposeSanction(tx, data, deps)
      deps.signals.emit('account', data.accountId)
    },
    'sanction.lifted': async ({ data }, tx) => {
      await liftSanction(tx, data, deps)
      deps.signals.emit('account', data.accountId)
    },
  })
