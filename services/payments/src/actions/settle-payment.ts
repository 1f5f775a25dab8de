import { randomUUID } from 'node:crypto'
import { dateOf } from '@peercert/chassis/civil-date'
import type { Deps } from '../deps.ts'
import type { Answer, Card } from '../rules/card-answer.ts'
import { receiptNumber } from '../rules/receipt.ts'
import * as counters from '../store/counters.ts'
import type { Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as receipts from '../store/receipts.ts'
import * as vouchers from '../store/vouchers.ts'
import { stateOf } from './payment-facts.ts'

export interface Settlement {
  readonly payment: Payment
  readonly request: FeeRequest
  /** Undefined when nothing was left for a card to pay. */
  readonly card: Card | undefined
  readonly intentId: string | undefined
  readonly processorAt: Date | undefined
}

export function paidBy({ intent }: Answer): Pick<Settlement, 'card' | 'intentId' | 'processorAt'> {
  return {
    card: intent?.card ?? undefined,
    intentId: intent?.id,
    processorAt: intent?.at ?? undefined,
  }
}

/**
 * Everything that completes a payment, in one transaction: money, voucher, receipt, fact (PAY-6, PAY-9, WVR-14).
 * The date of payment is the day of the stamp, whenever the answer came (REN-13).
 */
export async function settlePayment(tx: Tx, deps: Deps, settlement: Settlement): Promise<Payment> {
  const { payment, request, card, intentId, processorAt } = settlement
  const paidOn = dateOf(payment.stampedAt)
  await consumeVoucher(tx, deps, payment, paidOn)
  const receipt = await makeReceipt(tx, deps, settlement, paidOn)
  await feeRequests.settle(tx, request.id, deps.clock.now())
  await noteCompletion(tx, deps, settlement, receipt.number)
  await deps.events.publish(tx, 'payment.completed', payment.accountId, {
    ...stateOf(payment),
    matterKind: 'renewal',
    certificationNumber: request.certificationNumber,
    lines: payments.linesOf(payment).map((line) => ({ ...line, feeCode: line.feeCode as FeeCode })),
    ...(card && { cardLast4: card.last4 }),
    receiptId: receipt.id,
    receiptNumber: receipt.number,
    paidOn,
  })
  return payments.change(tx, payment.id, {
    state: payment.totalCents === 0 ? 'COVERED_BY_VOUCHER' : 'CAPTURED',
    failureCode: null,
    voucherReleased: false,
    confirmationToken: null,
    clientSecret: null,
    nextCheckAt: null,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
    processorAt: processorAt ?? null,
    endedAt: deps.clock.machine(),
    ...(intentId !== undefined && { intentId }),
  })
}

type FeeCode = 'RENEWAL' | 'LATE_RENEWAL'

async function consumeVoucher(tx: Tx, deps: Deps, payment: Payment, on: string): Promise<void> {
  const { voucherId, accountId, id: paymentId } = payment
  if (!voucherId) return
  if (!(await vouchers.redeem(tx, voucherId, paymentId, on)))
    throw new Error(`payment ${paymentId} does not hold its voucher`)
  await deps.events.publish(tx, 'voucher.redeemed', accountId, { voucherId, accountId, paymentId })
}

async function makeReceipt(tx: Tx, deps: Deps, settlement: Settlement, paidOn: string) {
  const { payment, request, card } = settlement
  const count = await counters.next(tx, `receipt-${paidOn.slice(0, 4)}`)
  const receipt = { id: randomUUID(), number: receiptNumber(paidOn, count) }
  await receipts.create(tx, {
    ...receipt,
    paymentId: payment.id,
    accountId: payment.accountId,
    certificationNumber: request.certificationNumber,
    paidOn,
    lines: payments.linesOf(payment),
    totalCents: payment.totalCents,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
    madeAt: deps.clock.now(),
  })
  return receipt
}

function noteCompletion(
  tx: Tx,
  deps: Deps,
  { payment, request, card }: Settlement,
  receiptNumberGiven: string,
): Promise<void> {
  const covered = payment.totalCents === 0
  return history.write(tx, {
    accountId: payment.accountId,
    at: deps.clock.now(),
    code: covered ? 'payment.covered' : 'payment.captured',
    facts: {
      amountCents: payment.totalCents,
      receiptNumber: receiptNumberGiven,
      ...(card && { brand: card.brand, last4: card.last4 }),
      ...voucherFact(payment),
    },
    actor: history.person,
    ruleIds: covered ? ['PAY-6', 'PAY-9', 'WVR-14'] : ['PAY-4', 'PAY-6', 'PAY-9', 'CONV-7'],
    why: {
      stampedAt: payment.stampedAt.toISOString(),
      fees: request.fees as object,
      lines: payment.lines as object,
    },
    linkedId: payment.id,
  })
}

function voucherFact(payment: Payment): { voucherNumber?: string } {
  const number = payments.linesOf(payment).find((line) => line.voucherNumber)?.voucherNumber
  return number === undefined ? {} : { voucherNumber: number }
}
