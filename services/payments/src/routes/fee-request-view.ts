import { dateOf } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/payments'
import { lockOf } from '../actions/read-voucher.ts'
import type { Deps } from '../deps.ts'
import { linesOf, nextChange, totalOf } from '../rules/price.ts'
import { type PaymentState, isLive, shownState } from '../rules/payment.ts'
import { judgeVoucher } from '../rules/voucher.ts'
import * as feeRequests from '../store/fee-requests.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as vouchers from '../store/vouchers.ts'
import type { VoucherFacts } from '../store/vouchers.ts'
import { viewOf } from './payment-view.ts'

type View = components['schemas']['FeeRequest']
type Line = components['schemas']['FeeLine']

/** The pay box at this moment: what would be charged if Pay were pressed now. */
export async function boxOf(
  deps: Deps,
  request: FeeRequest,
  voucher?: VoucherFacts,
): Promise<View> {
  const at = deps.clock.now()
  const fees = feeRequests.feesOf(request)
  const basis = { fees, prices: deps.prices, at, voucher }
  const latest = await payments.findCurrent(deps.db, request)
  const lines = shownLines(request, latest, linesOf(basis))
  const changesAt = request.settledAt ? undefined : nextChange(basis)
  const locked = await lockOf(deps, request.accountId)
  return {
    feeRequestId: request.id,
    at: at.toISOString(),
    lines: lines as Line[],
    totalCents: totalOf(lines),
    state: stateOf(request, latest),
    heldVouchers: request.settledAt ? [] : await heldVouchers(deps, request, at),
    ...(changesAt && { changesAt: changesAt.toISOString() }),
    ...(voucher && { appliedVoucherId: voucher.id }),
    ...(locked && { voucherLockedUntil: locked.toISOString() }),
    ...(latest && { payment: await viewOf(deps, latest) }),
  }
}

/** What was paid stays as it was paid, whatever the prices are today. */
function shownLines<L>(request: FeeRequest, latest: Payment | null, now: L[]): L[] {
  const fixed = latest && (request.settledAt || isLive(latest.state as PaymentState))
  return fixed ? (payments.linesOf(latest) as L[]) : now
}

function stateOf(request: FeeRequest, latest: Payment | null): View['state'] {
  if (request.settledAt) return 'settled'
  if (!latest || !isLive(latest.state as PaymentState)) return 'open'
  const shown = shownState({ ...latest, state: latest.state as PaymentState })
  return shown === 'needs-bank' ? 'needs-bank' : 'checking'
}

/** Unused vouchers of this person for a fee of this request, which the pay box offers by itself. */
async function heldVouchers(
  deps: Deps,
  request: FeeRequest,
  at: Date,
): Promise<View['heldVouchers']> {
  const on = dateOf(at)
  const fees = feeRequests.feesOf(request).filter((fee) => !fee.waived)
  const use = { accountId: request.accountId, openCodes: fees.map((fee) => fee.feeCode), on }
  const own = await vouchers.listOfAccount(deps.db, request.accountId, on)
  return own
    .filter((voucher) => judgeVoucher(voucher, use) === undefined)
    .map(({ id, number, feeCode, expiresOn }) => ({
      voucherId: id,
      number,
      feeCode: feeCode as Line['feeCode'],
      expiresOn,
    }))
}
