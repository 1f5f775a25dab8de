import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { type Answer, answerOf } from '../rules/card-answer.ts'
import { patient } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as vouchers from '../store/vouchers.ts'
import { recordAnswer } from './record-answer.ts'
import { settlePayment } from './settle-payment.ts'

/**
 * From the claim to the processor's answer: does the matter still stand at the stamped instant; then PENDING,
 * committed; only then the processor. Refused matters and silence of their owner leave nothing behind.
 */
export async function carryPayment(deps: Deps, claim: Payment): Promise<Payment> {
  const matter = await deps.applications
    .check(claim.feeRequestId, claim.stampedAt)
    .catch(async (error: unknown) => {
      await withdraw(deps, claim)
      throw error
    })
  if (!matter.stands) {
    await withdraw(deps, claim, matter.reason)
    throw refuse('matter-changed', { code: matter.reason })
  }
  return goOn(deps, claim, true)
}

/** The matter stands. Also where the sweeper goes on with a claim whose process died. */
export async function goOn(deps: Deps, claim: Payment, personWaits: boolean): Promise<Payment> {
  if (claim.totalCents === 0) return settleCovered(deps, claim)
  const lease = new Date(deps.clock.machine().getTime() + deps.settings.leaseMs)
  if (!(await payments.markPending(deps.db, claim.id, lease)))
    return deps.db.payment.findUniqueOrThrow({ where: { id: claim.id } })
  const answer = await charge(deps, claim)
  return recordAnswer(deps, claim.id, answer, { personWaits })
}

/** Asked again with the same id it is carried out once. */
export async function charge(deps: Deps, payment: Payment): Promise<Answer> {
  const { id: paymentId, feeRequestId, totalCents, confirmationToken } = payment
  if (confirmationToken === null) return { outcome: 'unknown' }
  const order = { paymentId, feeRequestId, amountCents: totalCents, confirmationToken }
  return answerOf(await deps.processor.charge(order), totalCents)
}

async function settleCovered(deps: Deps, claim: Payment): Promise<Payment> {
  const nothing = { card: undefined, intentId: undefined, processorAt: undefined }
  const settled = await deps.db.$transaction(async (tx) => {
    const request = await feeRequests.lock(tx, claim.feeRequestId)
    const payment = await payments.lock(tx, claim.id)
    if (payment.state !== 'CREATED') return payment
    return settlePayment(tx, deps, { payment, request, ...nothing })
  }, patient)
  deps.signals.emit('account', settled.accountId)
  return settled
}

/** The processor was not asked, so the claim simply goes; the voucher is free again (WVR-14). */
async function withdraw(deps: Deps, claim: Payment, reason?: string): Promise<void> {
  const { id: paymentId, accountId, voucherId, feeRequestId } = claim
  await deps.db.$transaction(async (tx) => {
    await feeRequests.lock(tx, feeRequestId)
    if (!(await payments.discard(tx, paymentId))) return
    if (voucherId && (await vouchers.release(tx, voucherId, paymentId)))
      await deps.events.publish(tx, 'voucher.released', accountId, {
        voucherId,
        accountId,
        paymentId,
      })
    if (reason === undefined) return
    await history.write(tx, {
      accountId,
      at: deps.clock.now(),
      code: 'payment.refused',
      facts: { amountCents: claim.totalCents, code: reason },
      actor: history.system,
      ruleIds: ['PAY-1', 'PAY-6'],
      why: { stampedAt: claim.stampedAt.toISOString() },
    })
  }, patient)
}
