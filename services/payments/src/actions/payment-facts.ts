import type { Payment } from '../store/payments.ts'

/** The facts of a payment that an event may carry: ids, instants and cents. */
export function stateOf(payment: Payment) {
  return {
    paymentId: payment.id,
    feeRequestId: payment.feeRequestId,
    accountId: payment.accountId,
    matterId: payment.matterId,
    totalCents: payment.totalCents,
    stampedAt: payment.stampedAt.toISOString(),
  }
}
