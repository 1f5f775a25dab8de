import { consume } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/payments'
import { completePayment } from '../actions/complete-payment.ts'
import { movePayment } from '../actions/move-payment.ts'
import type { Deps } from '../deps.ts'
import type { Tx } from '../store/database.ts'
import { markRefunded } from '../store/payments.ts'

/** Money decides a renewal; how it was paid is the business of payments. */
export const paymentsConsumer = (deps: Deps) =>
  consume<EventMap, Tx>(deps.db, events, {
    'payment.completed': async ({ data }, tx) => {
      await completePayment(tx, data, deps)
      deps.signals.emit('account', data.accountId)
    },
    'payment.refunded': ({ data }, tx) => markRefunded(tx, data.paymentId),
    'payment.checking': async ({ data }, tx) => {
      await movePayment(tx, { ...data, to: 'checking' }, deps)
      deps.signals.emit('account', data.accountId)
    },
    'payment.failed': async ({ data }, tx) => {
      await movePayment(tx, { ...data, to: 'draft' }, deps)
      deps.signals.emit('account', data.accountId)
    },
  })
