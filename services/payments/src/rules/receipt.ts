/** PAY-9: every completed payment has one receipt with one number, $0.00 ones too. */
export function receiptNumber(paidOn: string, count: number): string {
  return `R-${paidOn.slice(0, 4)}-${String(count).padStart(6, '0')}`
}
