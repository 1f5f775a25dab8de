/** What somebody owes at an instant (CONV-6, CONV-7, FEE-4, FEE-5, FEE-13, WVR-13). All in cents. */

/** A fee that becomes due at an instant; a waived one stays on the list and costs nothing (REN-24). */
export interface Fee {
  readonly feeCode: string
  readonly dueFrom: Date
  readonly waived: boolean
}

/** A row of the schedule: in force from this instant until a later row of the same code. */
export interface Price {
  readonly code: string
  readonly cents: number
  readonly from: Date
}

export type SettledBy = 'card' | 'voucher' | 'waiver'

export interface Line {
  readonly feeCode: string
  readonly amountCents: number
  readonly settledBy: SettledBy
  readonly voucherNumber?: string
}

/** A voucher settles one line of its own fee and nothing else (WVR-11, WVR-13). */
export interface Covering {
  readonly feeCode: string
  readonly number: string
}

export interface Basis {
  readonly fees: readonly Fee[]
  readonly prices: readonly Price[]
  readonly at: Date
  readonly voucher?: Covering | undefined
}

/** The row in force: the latest that has begun. */
export function priceAt(prices: readonly Price[], code: string, at: Date): Price {
  const row = prices
    .filter((price) => price.code === code && price.from <= at)
    .reduce<Price | undefined>(
      (best, price) => (best && best.from >= price.from ? best : price),
      undefined,
    )
  if (!row) throw new Error(`the schedule has no ${code} at ${at.toISOString()}`)
  return row
}

export function linesOf({ fees, prices, at, voucher }: Basis): Line[] {
  let left = voucher
  return fees
    .filter((fee) => fee.dueFrom <= at)
    .map(({ feeCode, waived }): Line => {
      if (waived) return { feeCode, amountCents: 0, settledBy: 'waiver' }
      const amountCents = priceAt(prices, feeCode, at).cents
      if (left?.feeCode !== feeCode) return { feeCode, amountCents, settledBy: 'card' }
      const { number } = left
      left = undefined
      return { feeCode, amountCents, settledBy: 'voucher', voucherNumber: number }
    })
}

/** What a card pays: the lines that nothing else settles. */
export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + (line.settledBy === 'card' ? line.amountCents : 0), 0)
}

/** The fee codes a voucher may be used for now. */
export function openCodes(fees: readonly Fee[], at: Date): string[] {
  return fees.filter((fee) => fee.dueFrom <= at && !fee.waived).map((fee) => fee.feeCode)
}

/** The next instant at which waiting alone changes the total. */
export function nextChange(basis: Basis): Date | undefined {
  const now = totalOf(linesOf(basis))
  const { fees, prices, at } = basis
  const instants = [
    ...fees.map((fee) => fee.dueFrom),
    ...prices
      .filter((price) => fees.some((fee) => fee.feeCode === price.code))
      .map((price) => price.from),
  ]
  return instants
    .filter((instant) => instant > at)
    .sort((a, b) => a.getTime() - b.getTime())
    .find((instant) => totalOf(linesOf({ ...basis, at: instant })) !== now)
}
