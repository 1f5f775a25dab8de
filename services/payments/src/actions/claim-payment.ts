import { dateOf } from '@peercert/chassis/civil-date'
import type { Problem } from '@peercert/chassis/problem'
import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { isLive, type PaymentState } from '../rules/payment.ts'
import { openCodes } from '../rules/price.ts'
import { compareTotal, type Comparison } from '../rules/total.ts'
import { judgeVoucher, type VoucherRefusal } from '../rules/voucher.ts'
import { patient, type Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as vouchers from '../store/vouchers.ts'
import type { VoucherFacts } from '../store/vouchers.ts'
import { noteRefusal, readVoucher, refusalOf, type VoucherChoice } from './read-voucher.ts'

/** One press of Pay, with the instant at which our server received it (PAY-6). */
export interface Press {
  readonly paymentId: string
  readonly stampedAt: Date
  readonly receivedAt: Date
  readonly request: FeeRequest
  readonly shownCents: number
  readonly voucher?: VoucherChoice | undefined
  readonly confirmationToken?: string | undefined
}

/**
 * Everything that can be refused by ourselves, in this order: another payment under way, the voucher, the total,
 * the card. What remains is a claim that nobody else can make: CREATED, with its voucher held (PAY-4, WVR-14).
 */
export async function claimPayment(deps: Deps, press: Press): Promise<Payment> {
  await refuseIfTaken(deps, press)
  const { request, voucher, stampedAt } = press
  const chosen = voucher && (await readVoucher(deps, request, voucher, stampedAt))
  const claim = await deps.db.$transaction((tx) => claimIn(tx, deps, press, chosen?.id), patient)
  if ('payment' in claim) return claim.payment
  throw 'problem' in claim ? claim.problem : await refusalOf(deps, claim.voucher, claim.refused)
}

type Claim =
  | { readonly payment: Payment }
  | { readonly problem: Problem }
  | { readonly voucher: VoucherFacts; readonly refused: VoucherRefusal }

/** Before a code is judged: while a payment is under way no code is looked at, or counted. */
async function refuseIfTaken({ db }: Deps, press: Press): Promise<void> {
  const live = await payments.findLive(db, press.request.id)
  const problem = taken(press.request, live, press.paymentId)
  if (problem) throw problem
}

function taken(request: FeeRequest, live: Payment | null, ownId: string): Problem | undefined {
  if (request.settledAt) return refuse('fee-request-settled')
  if (!live) return undefined
  return live.id === ownId
    ? refuse('conflict-in-flight', { retryAfter: 1 })
    : refuse('payment-under-way', { paymentId: live.id })
}

async function claimIn(
  tx: Tx,
  deps: Deps,
  press: Press,
  voucherId: string | undefined,
): Promise<Claim> {
  const request = await feeRequests.lock(tx, press.request.id)
  const own = await payments.find(tx, press.paymentId)
  if (own && !isLive(own.state as PaymentState)) return { payment: own }
  const problem = taken(request, await payments.findLive(tx, request.id), press.paymentId)
  if (problem) return { problem }
  const fees = feeRequests.feesOf(request)
  const on = dateOf(press.stampedAt)
  const voucher = voucherId === undefined ? undefined : await vouchers.lock(tx, voucherId, on)
  const use = { accountId: request.accountId, openCodes: openCodes(fees, press.stampedAt), on }
  const refused = voucherId === undefined ? undefined : judgeVoucher(voucher, use)
  if (refused && !voucher) return { problem: refuse(refused) }
  if (voucher && refused) {
    await noteRefusal(tx, deps, { accountId: request.accountId, refused, voucher })
    return { voucher, refused }
  }
  const basis = { fees, prices: deps.prices, at: press.stampedAt, voucher }
  const compared = compareTotal(press.shownCents, basis)
  const wrong = wrongWith(deps, press, compared)
  if (wrong) return { problem: wrong }
  return { payment: await create(tx, deps, { ...press, request }, { compared, voucher }) }
}

function wrongWith(deps: Deps, press: Press, compared: Comparison): Problem | undefined {
  const { lines, totalCents } = compared
  if (lines.length === 0) return refuse('matter-changed', { code: 'NOT_DUE' })
  if (!compared.agreed) {
    const since = compared.since && { since: dateOf(compared.since) }
    return refuse('total-changed', { why: compared.why, lines, totalCents, ...since })
  }
  if (totalCents === 0) return undefined
  if (press.confirmationToken === undefined) return refuse('card-needed', { lines, totalCents })
  return deps.cardsWork() ? undefined : refuse('payments-down', { retryAfter: 30 })
}

async function create(
  tx: Tx,
  deps: Deps,
  press: Press,
  { compared, voucher }: { compared: Comparison; voucher: VoucherFacts | undefined },
): Promise<Payment> {
  const { request, paymentId, stampedAt, receivedAt } = press
  const payment = await payments.create(tx, {
    id: paymentId,
    feeRequestId: request.id,
    accountId: request.accountId,
    matterId: request.matterId,
    stampedAt,
    receivedAt,
    totalCents: compared.totalCents,
    lines: compared.lines,
    voucherId: voucher?.id ?? null,
    confirmationToken: (compared.totalCents > 0 && press.confirmationToken) || null,
    nextCheckAt: new Date(deps.clock.machine().getTime() + deps.settings.leaseMs),
  })
  if (voucher) await hold(tx, deps, payment, voucher.id)
  return payment
}

async function hold(tx: Tx, deps: Deps, payment: Payment, voucherId: string): Promise<void> {
  const { accountId, id: paymentId } = payment
  if (!(await vouchers.hold(tx, voucherId, paymentId)))
    throw new Error(`voucher ${voucherId} was free under its lock and could not be held`)
  await deps.events.publish(tx, 'voucher.held', accountId, { voucherId, accountId, paymentId })
}
