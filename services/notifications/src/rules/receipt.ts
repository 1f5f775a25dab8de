/** What a receipt says (M-7, PAY-9), from the lines that were settled. */
export interface ReceiptLine {
  readonly feeCode: 'RENEWAL' | 'LATE_RENEWAL'
  readonly amountCents: number
  readonly settledBy: 'card' | 'voucher' | 'waiver'
  readonly voucherNumber?: string | undefined
}

export interface Payment {
  readonly totalCents: number
  readonly cardLast4?: string | undefined
  readonly lines: readonly ReceiptLine[]
}

export function receiptFacts({ totalCents, cardLast4, lines }: Payment) {
  const byVoucher = lines.filter((line) => line.settledBy === 'voucher')
  const waived = sum(lines.filter((line) => line.settledBy === 'waiver'))
  const numbers = byVoucher.flatMap((line) => line.voucherNumber ?? [])
  const covered = byVoucher.length > 0
  return {
    totalCents,
    card: totalCents > 0 && cardLast4 !== undefined,
    ...(cardLast4 !== undefined && { cardLast4 }),
    late: lines.some((line) => line.feeCode === 'LATE_RENEWAL' && line.settledBy !== 'waiver'),
    nothingCharged: covered && totalCents === 0,
    partCovered: covered && totalCents > 0,
    voucher: numbers.length <= 1,
    vouchersMany: numbers.length > 1,
    vouchers: numbers.join(', '),
    coveredCents: sum(byVoucher),
    waived: waived > 0,
    waivedCents: waived,
  }
}

function sum(lines: readonly ReceiptLine[]): number {
  return lines.reduce((total, line) => total + line.amountCents, 0)
}
