import type { components } from '@peercert/contracts/payments'
import { payments } from '../api/clients.ts'
import { answer, isFault, refusedAs } from '../api/problem.ts'

export type Payment = components['schemas']['Payment']
export type FeeRequest = components['schemas']['FeeRequest']
export type FeeLine = components['schemas']['FeeLine']
export type VoucherChoice = components['schemas']['VoucherChoice']

export interface Press {
  readonly feeRequestId: string
  readonly shownTotalCents: number
  readonly voucher: VoucherChoice | null
  readonly confirmationToken: string | null
}

const pauses = [500, 1_000, 2_000, 3_000, 5_000] as const

/**
 * One press of Pay has one key. Without an answer nobody knows whether it arrived, so the same press is sent again
 * until there is one: it pays once however often it comes (PAY-4). Only a definite answer ends it.
 */
export async function pressPay(press: Press, unsure: () => void): Promise<Payment> {
  const key = crypto.randomUUID()
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(press, key)
    } catch (error) {
      const open = isFault(error) || refusedAs(error, 'conflict-in-flight')
      if (!open || refusedAs(error, 'payments-down')) throw error
      if (attempt > 0) unsure()
      await new Promise((resume) => setTimeout(resume, pauses[Math.min(attempt, 4)]))
    }
  }
}

function send(press: Press, key: string): Promise<Payment> {
  const { feeRequestId, shownTotalCents, voucher, confirmationToken } = press
  return answer(
    payments.POST('/fee-requests/{feeRequestId}/payments', {
      params: { path: { feeRequestId }, header: { 'Idempotency-Key': key } },
      body: {
        shownTotalCents,
        ...(voucher && { voucher }),
        ...(confirmationToken !== null && { confirmationToken }),
      },
    }),
  )
}

/** The person came back from their bank; how it ended is asked for until there is an answer. */
export async function afterBank(paymentId: string, unsure: () => void): Promise<Payment> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await answer(
        payments.POST('/payments/{paymentId}/bank-answer', { params: { path: { paymentId } } }),
      )
    } catch (error) {
      if (!isFault(error)) throw error
      unsure()
      await new Promise((resume) => setTimeout(resume, pauses[Math.min(attempt, 4)]))
    }
  }
}

export function applyVoucher(feeRequestId: string, voucher: VoucherChoice): Promise<FeeRequest> {
  return answer(
    payments.POST('/fee-requests/{feeRequestId}/quotes', {
      params: { path: { feeRequestId } },
      body: { voucher },
    }),
  )
}
