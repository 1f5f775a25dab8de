import type { components } from '@peercert/contracts/payments'
import type { Deps } from '../deps.ts'
import { type PaymentState, shownState } from '../rules/payment.ts'
import { isOverdue } from '../rules/waiting.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import type { Receipt } from '../store/receipts.ts'
import * as receipts from '../store/receipts.ts'

type View = components['schemas']['Payment']
type StaffView = components['schemas']['StaffPayment']
type FailureCode = NonNullable<View['failure']>['code']

/** As the person sees it. */
export async function viewOf(deps: Deps, payment: Payment): Promise<View> {
  const state = shownState({ ...payment, state: payment.state as PaymentState })
  const receipt = state === 'completed' && (await receipts.findOfPayment(deps.db, payment.id))
  const code = payment.failureCode as FailureCode | null
  return {
    paymentId: payment.id,
    feeRequestId: payment.feeRequestId,
    state,
    stampedAt: payment.stampedAt.toISOString(),
    totalCents: payment.totalCents,
    lines: payments.linesOf(payment) as View['lines'],
    ...(code && { failure: { code, voucherReleased: payment.voucherReleased } }),
    ...(state === 'needs-bank' && payment.clientSecret && { clientSecret: payment.clientSecret }),
    ...cardOf(payment),
    ...(receipt && { receiptId: receipt.id, receiptNumber: receipt.number }),
  }
}

/** As staff see it, with both times and everything that is known. */
export function staffViewOf(deps: Deps, payment: Payment & { receipt: Receipt | null }): StaffView {
  const state = payment.state as PaymentState
  const { receipt, processorAt, checkingSince, failureCode } = payment
  return {
    paymentId: payment.id,
    accountId: payment.accountId,
    matterId: payment.matterId,
    state,
    stampedAt: payment.stampedAt.toISOString(),
    totalCents: payment.totalCents,
    lines: payments.linesOf(payment) as StaffView['lines'],
    overdue: isOverdue({ ...payment, state }, deps.clock.machine(), deps.settings),
    ...(payment.stray && { stray: true }),
    ...(payment.returnedCents > 0 && { returnedCents: payment.returnedCents }),
    ...(failureCode && { failureCode }),
    ...(processorAt && { processorAt: processorAt.toISOString() }),
    ...(checkingSince && { checkingSince: checkingSince.toISOString() }),
    ...cardOf(payment),
    ...(receipt && { receiptId: receipt.id, receiptNumber: receipt.number }),
  }
}

export function cardOf(row: { cardBrand: string | null; cardLast4: string | null }): {
  card?: { brand: string; last4: string }
} {
  return row.cardLast4 ? { card: { brand: row.cardBrand ?? 'card', last4: row.cardLast4 } } : {}
}
