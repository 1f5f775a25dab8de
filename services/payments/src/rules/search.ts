/** What staff may type to find a payment: a receipt number, a voucher number, or four digits and a date. */
export type Sought =
  | { readonly kind: 'receipt'; readonly number: string }
  | { readonly kind: 'voucher'; readonly number: string }
  | { readonly kind: 'card'; readonly last4: string; readonly on: string }

const receipt = /^R ?-? ?(\d{4}) ?-? ?(\d{1,6})$/
const voucher = /^RW ?-? ?(\d{1,9})$/
const cardIso = /^(\d{4}) +(\d{4})-(\d{2})-(\d{2})$/
const cardUs = /^(\d{4}) +(\d{1,2})\/(\d{1,2})\/(\d{4})$/

export function readSearch(text: string): Sought | undefined {
  const tidy = text.trim().toUpperCase().replaceAll(/\s+/g, ' ')
  const [, year, count] = receipt.exec(tidy) ?? []
  if (year && count) return { kind: 'receipt', number: `R-${year}-${count.padStart(6, '0')}` }
  const [, number] = voucher.exec(tidy) ?? []
  if (number) return { kind: 'voucher', number: `RW-${number.padStart(4, '0')}` }
  return readCard(tidy)
}

function readCard(text: string): Sought | undefined {
  const [, last4, y, m, d] = cardIso.exec(text) ?? []
  if (last4 && y && m && d) return { kind: 'card', last4, on: `${y}-${m}-${d}` }
  const [, digits, month, day, year] = cardUs.exec(text) ?? []
  if (!digits || !month || !day || !year) return undefined
  return {
    kind: 'card',
    last4: digits,
    on: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  }
}
