/** Nobody is charged another amount than the one that stood above the button, higher or lower (PAY-6, CONV-7). */
import { type Basis, type Line, linesOf, priceAt, totalOf } from './price.ts'

export type Why = 'date' | 'fee' | 'voucher'

export type Comparison =
  | { readonly agreed: true; readonly lines: readonly Line[]; readonly totalCents: number }
  | {
      readonly agreed: false
      readonly lines: readonly Line[]
      readonly totalCents: number
      readonly why: Why
      /** Since when it is so, where the calendar is the reason. */
      readonly since?: Date
    }

export function compareTotal(shownCents: number, basis: Basis): Comparison {
  const lines = linesOf(basis)
  const totalCents = totalOf(lines)
  if (totalCents === shownCents || coversAll(shownCents, totalCents, basis))
    return { agreed: true, lines, totalCents }
  return { agreed: false, lines, totalCents, ...reasonFor(shownCents, basis) }
}

/** A code typed without Apply that covers everything: nothing is charged, so there is nothing to ask again. */
function coversAll(shownCents: number, totalCents: number, basis: Basis): boolean {
  return totalCents === 0 && shownCents === withoutVoucher(basis)
}

function withoutVoucher(basis: Basis): number {
  return totalOf(linesOf({ ...basis, voucher: undefined }))
}

function reasonFor(shownCents: number, basis: Basis): { why: Why; since?: Date } {
  const boundary = dateThatExplains(shownCents, basis)
  if (boundary) return { why: 'date', since: boundary }
  if (laterExplains(shownCents, basis)) return { why: 'date' }
  const change = feeThatExplains(shownCents, basis)
  if (change) return { why: 'fee', since: change }
  return { why: voucherExplains(shownCents, basis) ? 'voucher' : 'fee' }
}

/** The total was right until a fee became due: midnight passed (WX-5). */
function dateThatExplains(shownCents: number, basis: Basis): Date | undefined {
  return basis.fees
    .map((fee) => fee.dueFrom)
    .filter((dueFrom) => dueFrom <= basis.at)
    .sort((a, b) => b.getTime() - a.getTime())
    .find((dueFrom) => {
      const before = linesOf({ ...basis, at: new Date(dueFrom.getTime() - 1) })
      return before.length > 0 && totalOf(before) === shownCents
    })
}

/** The total will be right once everything is due: somebody's clock ran ahead of ours. */
function laterExplains(shownCents: number, basis: Basis): boolean {
  const last = Math.max(basis.at.getTime(), ...basis.fees.map((fee) => fee.dueFrom.getTime()))
  return (
    last > basis.at.getTime() && totalOf(linesOf({ ...basis, at: new Date(last) })) === shownCents
  )
}

/** The total was right under the prices before the last change of the schedule. */
function feeThatExplains(shownCents: number, basis: Basis): Date | undefined {
  const due = basis.fees.filter((fee) => fee.dueFrom <= basis.at)
  return due
    .map((fee) => priceAt(basis.prices, fee.feeCode, basis.at).from)
    .sort((a, b) => b.getTime() - a.getTime())
    .find((from) => totalUnder(basis, due, new Date(from.getTime() - 1)) === shownCents)
}

/** The same fees at the prices of another instant; undefined where the schedule had none yet. */
function totalUnder(basis: Basis, fees: Basis['fees'], at: Date): number | undefined {
  const known = fees.every((fee) =>
    basis.prices.some((price) => price.code === fee.feeCode && price.from <= at),
  )
  if (!known) return undefined
  const due = fees.map((fee) => ({ ...fee, dueFrom: at }))
  return totalOf(linesOf({ ...basis, fees: due, at }))
}

/** The page knew of a voucher that did not come, or did not know of the one that came. */
function voucherExplains(shownCents: number, basis: Basis): boolean {
  if (basis.voucher) return shownCents === withoutVoucher(basis)
  const lines = linesOf(basis)
  const total = totalOf(lines)
  return lines.some((line) => line.settledBy === 'card' && total - line.amountCents === shownCents)
}
