import type { Deps } from '../deps.ts'
import type { Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'

/** The bank took the payment back, or gave it back to us: the item is unpaid, or paid again (PAY-8). */
export async function reversePayment(
  tx: Tx,
  deps: Deps,
  payment: Payment,
  won: boolean,
): Promise<void> {
  await feeRequests.lock(tx, payment.feeRequestId)
  const now = await payments.lock(tx, payment.id)
  if (now.state !== (won ? 'REVERSED' : 'CAPTURED')) return
  if (won) await feeRequests.settle(tx, now.feeRequestId, deps.clock.now())
  else if (!now.stray) await feeRequests.reopen(tx, now.feeRequestId)
  await payments.change(tx, now.id, { state: won ? 'CAPTURED' : 'REVERSED' })
  await history.write(tx, {
    accountId: now.accountId,
    at: deps.clock.now(),
    code: won ? 'payment.reinstated' : 'payment.reversed',
    facts: { amountCents: now.totalCents, ...(now.cardLast4 && { last4: now.cardLast4 }) },
    actor: history.system,
    ruleIds: ['PAY-8'],
    linkedId: now.id,
  })
  const { id: paymentId, feeRequestId, accountId, matterId, totalCents: amountCents } = now
  await deps.events.publish(tx, won ? 'payment.reinstated' : 'payment.reversed', accountId, {
    paymentId,
    feeRequestId,
    accountId,
    matterId,
    amountCents,
  })
}
