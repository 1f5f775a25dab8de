import type { Deps } from '../deps.ts'
import { type Answer, answerOf } from '../rules/card-answer.ts'
import { mayGiveUp } from '../rules/waiting.ts'
import type { Payment } from '../store/payments.ts'
import { charge } from './carry-payment.ts'

/**
 * Asks the processor how a payment stands; nothing is written here. What never arrived is sent again under the
 * same id. After half an hour a payment is ended, first at the processor and only then by us.
 */
export async function checkPayment(deps: Deps, payment: Payment): Promise<Answer> {
  return payment.intentId === null
    ? checkLost(deps, payment)
    : checkKnown(deps, payment, payment.intentId)
}

async function checkKnown(deps: Deps, payment: Payment, intentId: string): Promise<Answer> {
  const answer = answerOf(await deps.processor.ask(intentId), payment.totalCents)
  if (answer.outcome === 'bank-asks' && isOver(deps, payment))
    return cancel(deps, payment, intentId)
  return closeRefused(deps, payment, answer)
}

/**
 * A payment whose bank asked has been in the browser's hands: refused there, it could be tried again behind our
 * back. So it is ended at the processor before we call it failed.
 */
export async function closeRefused(deps: Deps, payment: Payment, answer: Answer): Promise<Answer> {
  if (answer.outcome !== 'refused' || !payment.needsBankSince || !answer.intent) return answer
  const closed = await cancel(deps, payment, answer.intent.id)
  return closed.outcome === 'canceled' ? answer : closed
}

async function cancel(deps: Deps, payment: Payment, intentId: string): Promise<Answer> {
  const answer = answerOf(await deps.processor.cancel(intentId), payment.totalCents)
  // What cannot be cancelled has ended in some other way; that way is the truth.
  if (answer.outcome === 'canceled') return answer
  const truth = answerOf(await deps.processor.ask(intentId), payment.totalCents)
  return truth.outcome === 'refused' || truth.outcome === 'bank-asks'
    ? { outcome: 'unknown' }
    : truth
}

/** No answer ever came, or the process died before or after the call. */
async function checkLost(deps: Deps, payment: Payment): Promise<Answer> {
  if (isOver(deps, payment)) return giveUp(deps, payment)
  const again = await charge(deps, payment)
  if (again.outcome !== 'unknown') return again
  return (await find(deps, payment)) ?? again
}

/** It may only end when it can no longer arrive: its key is used up, and the processor knows of no payment. */
async function giveUp(deps: Deps, payment: Payment): Promise<Answer> {
  const { id: paymentId, feeRequestId, totalCents } = payment
  const reply = await deps.processor.fence({ paymentId, feeRequestId, amountCents: totalCents })
  if ('intent' in reply) return cancel(deps, payment, reply.intent.id)
  if (reply.trouble.type !== 'idempotency_error') return { outcome: 'unknown' }
  const found = await find(deps, payment)
  if (!found) return { outcome: 'canceled' }
  return found.outcome === 'bank-asks' && found.intent
    ? cancel(deps, payment, found.intent.id)
    : found
}

async function find(
  deps: Deps,
  { id, receivedAt, totalCents }: Payment,
): Promise<Answer | undefined> {
  const reply = await deps.processor.find(id, receivedAt)
  return reply && answerOf(reply, totalCents)
}

function isOver(deps: Deps, payment: Payment): boolean {
  const waiting = { ...payment, state: payment.state as 'PENDING' }
  return mayGiveUp(waiting, deps.clock.machine(), deps.settings)
}
