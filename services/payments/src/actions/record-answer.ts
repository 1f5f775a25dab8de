import { dateOf } from '@peercert/chassis/civil-date'
import type { Deps } from '../deps.ts'
import type { Answer } from '../rules/card-answer.ts'
import { decideStep, type PaymentState } from '../rules/payment.ts'
import { unpaidDue } from '../rules/unpaid.ts'
import { nextCheck } from '../rules/waiting.ts'
import { patient, type Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as vouchers from '../store/vouchers.ts'
import { captureLate } from './capture-late.ts'
import { paidBy, settlePayment } from './settle-payment.ts'
import { stateOf } from './payment-facts.ts'

export interface Recording {
  /** False when the person was no longer waiting for this answer (M-10 then goes at once). */
  readonly personWaits: boolean
}

/**
 * The one way in which an answer of the processor changes a payment: from the call itself, a webhook, the
 * sweeper or staff. Under the row locks, so the same answer twice, late or out of order does nothing.
 */
export async function recordAnswer(
  deps: Deps,
  paymentId: string,
  answer: Answer,
  recording: Recording,
): Promise<Payment> {
  const payment = await deps.db.$transaction(
    (tx) => recordIn(tx, deps, { paymentId, answer, ...recording }),
    patient,
  )
  deps.signals.emit('account', payment.accountId)
  return payment
}

export interface Record extends Recording {
  readonly paymentId: string
  readonly answer: Answer
}

export async function recordIn(tx: Tx, deps: Deps, record: Record): Promise<Payment> {
  const { paymentId, answer } = record
  const found = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } })
  const request = await feeRequests.lock(tx, found.feeRequestId)
  const payment = await payments.lock(tx, paymentId)
  switch (decideStep(payment.state as PaymentState, answer.outcome)) {
    case 'capture':
      return settlePayment(tx, deps, { payment, request, ...paidBy(answer) })
    case 'capture-late':
      return captureLate(tx, deps, { payment, request, answer })
    case 'fail':
      return end(tx, deps, { ...record, payment, state: 'FAILED' })
    case 'cancel':
      return end(tx, deps, { ...record, payment, state: 'CANCELLED' })
    case 'await-bank':
      return awaitBank(tx, deps, payment, answer)
    case 'await-answer':
      return awaitAnswer(tx, deps, payment, answer)
    case 'none':
      return payment
  }
}

interface Ending extends Record {
  readonly payment: Payment
  readonly state: 'FAILED' | 'CANCELLED'
}

/** Nothing was charged: the voucher is free again (WVR-14), and no instant is left behind (PAY-6). */
async function end(tx: Tx, deps: Deps, ending: Ending): Promise<Payment> {
  const { payment, state, answer, personWaits } = ending
  const at = deps.clock.machine()
  const notConfirmed = payment.needsBankSince !== null && state === 'CANCELLED'
  const code = answer.failure ?? (notConfirmed ? 'bank-not-confirmed' : 'processor-error')
  const released = await releaseVoucher(tx, deps, payment)
  const personLeft = !personWaits
  await feeRequests.rememberUnpaid(tx, payment.feeRequestId, {
    dueAt: unpaidDue({ at, personLeft }, deps.settings.unpaidAfterMs),
    on: dateOf(payment.stampedAt),
    cents: payment.totalCents,
  })
  await history.write(tx, {
    accountId: payment.accountId,
    at: deps.clock.now(),
    code: state === 'FAILED' ? 'payment.failed' : 'payment.cancelled',
    facts: { amountCents: payment.totalCents, code, ...cardFacts(answer) },
    actor: history.system,
    ruleIds: ['PAY-5', 'PAY-6'],
    linkedId: payment.id,
  })
  await deps.events.publish(tx, 'payment.failed', payment.accountId, { ...stateOf(payment), code })
  return payments.change(tx, payment.id, {
    state,
    failureCode: code,
    voucherReleased: released,
    ...forgetSecrets,
    ...(answer.intent && { intentId: answer.intent.id }),
    ...cardColumns(answer),
    endedAt: at,
  })
}

const forgetSecrets = { confirmationToken: null, clientSecret: null, nextCheckAt: null } as const

async function releaseVoucher(tx: Tx, deps: Deps, payment: Payment): Promise<boolean> {
  const { voucherId, accountId, id: paymentId } = payment
  if (!voucherId || !(await vouchers.release(tx, voucherId, paymentId))) return false
  await deps.events.publish(tx, 'voucher.released', accountId, { voucherId, accountId, paymentId })
  return true
}

/** The payment is neither refused nor charged until the person has answered the bank. */
async function awaitBank(tx: Tx, deps: Deps, payment: Payment, answer: Answer): Promise<Payment> {
  const now = deps.clock.machine()
  if (!payment.needsBankSince) await note(tx, deps, payment, 'payment.needs-bank')
  return payments.change(tx, payment.id, {
    state: 'PENDING',
    needsBankSince: payment.needsBankSince ?? now,
    checkingSince: null,
    ...(answer.intent && { intentId: answer.intent.id, clientSecret: answer.intent.clientSecret }),
    nextCheckAt: nextCheck(payment.checks, now, deps.settings),
  })
}

/** Unknown is neither success nor failure; said once, asked again until it is known. */
async function awaitAnswer(tx: Tx, deps: Deps, payment: Payment, answer: Answer): Promise<Payment> {
  const now = deps.clock.machine()
  if (!payment.checkingSince) {
    await note(tx, deps, payment, 'payment.checking')
    await deps.events.publish(tx, 'payment.checking', payment.accountId, stateOf(payment))
  }
  return payments.change(tx, payment.id, {
    checkingSince: payment.checkingSince ?? now,
    ...(answer.intent && { intentId: answer.intent.id }),
    nextCheckAt: nextCheck(payment.checks, now, deps.settings),
  })
}

function note(tx: Tx, deps: Deps, payment: Payment, code: string): Promise<void> {
  return history.write(tx, {
    accountId: payment.accountId,
    at: deps.clock.now(),
    code,
    facts: { amountCents: payment.totalCents },
    actor: history.system,
    ruleIds: ['PAY-5'],
    linkedId: payment.id,
  })
}

function cardFacts({ intent }: Answer): { last4?: string } {
  return intent?.card ? { last4: intent.card.last4 } : {}
}

function cardColumns({ intent }: Answer): { cardBrand?: string; cardLast4?: string } {
  return intent?.card ? { cardBrand: intent.card.brand, cardLast4: intent.card.last4 } : {}
}
