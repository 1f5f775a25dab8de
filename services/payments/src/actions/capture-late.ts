import type { Deps } from '../deps.ts'
import type { Answer } from '../rules/card-answer.ts'
import type { Tx } from '../store/database.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as vouchers from '../store/vouchers.ts'
import { paidBy, settlePayment } from './settle-payment.ts'

interface Late {
  readonly payment: Payment
  readonly request: FeeRequest
  readonly answer: Answer
}

/**
 * Money moved for a payment that we had ended. We end one at the processor first, so this should not happen;
 * if it does, the person has paid: the payment completes, or finance sees a charge that is ours to refund (PAY-7).
 */
export async function captureLate(tx: Tx, deps: Deps, late: Late): Promise<Payment> {
  const { payment, request, answer } = late
  deps.log.warn({ reason: 'captured after it had ended' }, 'a payment came back')
  if (await canStillComplete(tx, late))
    return settlePayment(tx, deps, { payment, request, ...paidBy(answer) })
  const { card, intentId, processorAt } = paidBy(answer)
  await history.write(tx, {
    accountId: payment.accountId,
    at: deps.clock.now(),
    code: 'payment.stray',
    facts: { amountCents: payment.totalCents, ...(card && { last4: card.last4 }) },
    actor: history.system,
    ruleIds: ['PAY-4', 'PAY-7'],
    linkedId: payment.id,
  })
  return payments.change(tx, payment.id, {
    state: 'CAPTURED',
    stray: true,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
    processorAt: processorAt ?? null,
    ...(intentId !== undefined && { intentId }),
  })
}

async function canStillComplete(tx: Tx, { payment, request }: Late): Promise<boolean> {
  if (request.settledAt || (await payments.findLive(tx, request.id))) return false
  return payment.voucherId === null || vouchers.hold(tx, payment.voucherId, payment.id)
}
