import { Problem } from '@peercert/chassis/problem'
import type { operations } from '@peercert/contracts/payments'
import type { Call } from '@peercert/chassis/contract'
import { carryPayment } from '../actions/carry-payment.ts'
import { checkPayment } from '../actions/check-payment.ts'
import { claimPayment } from '../actions/claim-payment.ts'
import { recordAnswer } from '../actions/record-answer.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { isLive, type PaymentState } from '../rules/payment.ts'
import { type Attempt, forgetAttempt, openAttempt } from '../store/attempts.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import { ownFeeRequest, ownPayment } from './caller-account.ts'
import { viewOf } from './payment-view.ts'

type PayCall = Call<operations['pay']>

export const paymentRoutes: Pick<Routes, 'pay' | 'getPayment' | 'afterBank' | 'getPayBoxSettings'> =
  {
    async pay(call, deps) {
      // Before anything else: this instant decides date and price, whatever happens from here on (PAY-6).
      const [stampedAt, receivedAt] = [deps.clock.now(), deps.clock.machine()]
      const request = await ownFeeRequest(deps.db, call.caller, call.params.feeRequestId)
      const attempt = await openAttempt(deps.db, call, stampedAt)
      const known = await payments.find(deps.db, attempt.paymentId)
      const payment = known
        ? again(deps, known)
        : await press(deps, call, { attempt, request, receivedAt })
      return { status: 200, body: await viewOf(deps, payment) }
    },

    async getPayment({ params, caller }, deps) {
      const payment = await ownPayment(deps.db, caller, params.paymentId)
      return { status: 200, body: await viewOf(deps, payment) }
    },

    async afterBank({ params, caller }, deps) {
      const payment = await ownPayment(deps.db, caller, params.paymentId)
      return { status: 200, body: await viewOf(deps, await bankAnswered(deps, payment)) }
    },

    async getPayBoxSettings(_call, { settings, cardsWork }) {
      const { scriptUrl, publishableKey } = settings
      return { status: 200, body: { scriptUrl, publishableKey, cardsWork: cardsWork() } }
    },
  }

/** The same press came before: where its payment stands now, unless somebody is at work on it this moment. */
function again(deps: Deps, payment: Payment): Payment {
  const { state, needsBankSince, checkingSince, nextCheckAt } = payment
  const fresh = isLive(state as PaymentState) && !needsBankSince && !checkingSince
  if (fresh && nextCheckAt && nextCheckAt > deps.clock.machine())
    throw refuse('conflict-in-flight', { retryAfter: 1 })
  return payment
}

interface Pressed {
  readonly attempt: Attempt
  readonly request: Awaited<ReturnType<typeof ownFeeRequest>>
  readonly receivedAt: Date
}

async function press(
  deps: Deps,
  call: PayCall,
  { attempt, request, receivedAt }: Pressed,
): Promise<Payment> {
  const { shownTotalCents, voucher, confirmationToken } = call.body
  try {
    const claim = await claimPayment(deps, {
      ...attempt,
      request,
      receivedAt,
      shownCents: shownTotalCents,
      voucher,
      confirmationToken,
    })
    return claim.state === 'CREATED' ? await carryPayment(deps, claim) : claim
  } catch (error) {
    if (keepsNothing(error)) await forgetAttempt(deps.db, call, attempt)
    throw error
  }
}

/** A refusal ends the press; silence of ours does not: the same press tried again keeps its instant. */
function keepsNothing(error: unknown): boolean {
  const ours = ['unavailable', 'conflict-in-flight']
  return error instanceof Problem && !ours.includes(error.type)
}

async function bankAnswered(deps: Deps, payment: Payment): Promise<Payment> {
  if (payment.state !== 'PENDING' || payment.needsBankSince === null) return payment
  const answer = await checkPayment(deps, payment)
  return recordAnswer(deps, payment.id, answer, { personWaits: true })
}
