import type { Deps } from '../deps.ts'
import { surelyRefused } from '../rules/card-answer.ts'
import { nextCheck } from '../rules/waiting.ts'
import { patient, type Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as refunds from '../store/refunds.ts'
import type { Refund } from '../store/refunds.ts'

type Ending = 'refunded' | 'failed' | 'unknown'

/** Asks the processor for an approved refund, once however often this runs, and records how it ended (PAY-7). */
export async function returnMoney(deps: Deps, refund: Refund): Promise<Refund> {
  const payment = await deps.db.payment.findUniqueOrThrow({ where: { id: refund.paymentId } })
  const ending = await ask(deps, payment, refund)
  const after = await deps.db.$transaction(async (tx) => {
    await feeRequests.lock(tx, payment.feeRequestId)
    const locked = await payments.lock(tx, payment.id)
    const now = await refunds.lock(tx, refund.id)
    return now.state === 'approved'
      ? record(tx, deps, { payment: locked, refund: now, ending })
      : now
  }, patient)
  deps.signals.emit('account', payment.accountId)
  return after
}

async function ask(deps: Deps, payment: Payment, refund: Refund): Promise<Ending> {
  if (payment.intentId === null) return 'failed'
  const order = { refundId: refund.id, intentId: payment.intentId, amountCents: refund.amountCents }
  const reply = await deps.processor.refund(order)
  if ('trouble' in reply) return surelyRefused(reply.trouble) ? 'failed' : 'unknown'
  return reply.intent.status === 'failed' || reply.intent.status === 'canceled'
    ? 'failed'
    : 'refunded'
}

interface Outcome {
  readonly payment: Payment
  readonly refund: Refund
  readonly ending: Ending
}

async function record(tx: Tx, deps: Deps, { payment, refund, ending }: Outcome): Promise<Refund> {
  if (ending === 'unknown') {
    const nextCheckAt = nextCheck(refund.checks, deps.clock.machine(), deps.settings)
    return refunds.change(tx, refund.id, { nextCheckAt })
  }
  await history.write(tx, {
    accountId: payment.accountId,
    at: deps.clock.now(),
    code: ending === 'refunded' ? 'refund.done' : 'refund.failed',
    facts: { amountCents: refund.amountCents, mistake: refund.mistake },
    actor: history.system,
    ruleIds: ['PAY-7'],
    linkedId: payment.id,
  })
  if (ending === 'refunded') await giveBack(tx, deps, payment, refund)
  return refunds.change(tx, refund.id, { state: ending, nextCheckAt: null })
}

async function giveBack(tx: Tx, deps: Deps, payment: Payment, refund: Refund): Promise<void> {
  const returnedCents = payment.returnedCents + refund.amountCents
  const whole = returnedCents >= payment.totalCents
  await payments.change(tx, payment.id, {
    returnedCents,
    ...(whole && { state: 'ERROR_REFUNDED' }),
  })
  await deps.events.publish(tx, 'payment.refunded', payment.accountId, {
    paymentId: payment.id,
    refundId: refund.id,
    accountId: payment.accountId,
    amountCents: refund.amountCents,
  })
}
