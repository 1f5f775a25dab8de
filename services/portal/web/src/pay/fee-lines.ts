import type { MoneyLine } from '../pieces/money-table.tsx'
import type { Speech } from '../words/language.ts'
import type { FeeLine } from './press-pay.ts'

/** Every fee on its line; a voucher stands below it as a minus, a waived late fee as nothing. */
export function feeLines(
  lines: readonly FeeLine[],
  { t, words }: Speech,
  names: 'line' | 'boxLine',
): MoneyLine[] {
  return lines.flatMap(({ feeCode, amountCents, settledBy, voucherNumber }): MoneyLine[] => {
    const label = settledBy === 'waiver' ? t('pay.waived') : words.pay[names][feeCode]
    const line = { key: feeCode, label, cents: amountCents }
    if (settledBy !== 'voucher') return [line]
    const voucher = t('pay.voucherLine', { number: voucherNumber ?? '' }).trimEnd()
    return [line, { key: `${feeCode}-voucher`, label: voucher, cents: amountCents, minus: true }]
  })
}

/** What a card pays. */
export const cardTotal = (lines: readonly FeeLine[]) =>
  lines.reduce((sum, line) => sum + (line.settledBy === 'card' ? line.amountCents : 0), 0)
