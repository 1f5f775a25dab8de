/** Only our own mistakes are refunded, by two different people from finance (PAY-7, FEE-14). */
import type { PaymentState } from './payment.ts'

export interface Refundable {
  readonly state: PaymentState
  readonly totalCents: number
  /** Given back already, or decided and on its way. */
  readonly returnedCents: number
  readonly openProposals: number
}

export function mayRefund(payment: Refundable, amountCents: number): boolean {
  const left = payment.totalCents - payment.returnedCents
  return (
    payment.state === 'CAPTURED' &&
    payment.openProposals === 0 &&
    amountCents > 0 &&
    amountCents <= left
  )
}

export interface Proposal {
  readonly state: string
  readonly proposedBy: string
}

export type RefundRefusal = 'refund-decided' | 'second-person-needed'

export function judgeDecision(proposal: Proposal, by: string): RefundRefusal | undefined {
  if (proposal.state !== 'proposed') return 'refund-decided'
  return proposal.proposedBy === by ? 'second-person-needed' : undefined
}
