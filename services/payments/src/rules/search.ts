/** What staff may type to find a payment: a receipt number, a voucher number, or four digits and a date. */
export type Sought =
  | { readonly kind: 'receipt'; readonly number: string }
  | { readonly kind: 'voucher'; readonly number: string }
  | { readonly kind: 'card'; readonly last4: string; readonly on: string }

const receipt = /^R ?-? ?(?<year>\d{4}) ?-? ?(?<count>\d{1,6})$/
const voucher = /^RW ?-? ?(?<count>\d{1,9})$/
const cardThenDate = /^(?<last4>\d{4}) (?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/
const cardThenUsDate = /^(?<last4>\d{4}) (?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/

export function readSearch(text: string): Sought | undefined {
  const tidy = text.trim().toUpperCase().replaceAll(/\s+/g, ' ')
  const found = (shape: RegExp) => shape.exec(tidy)?.groups as Groups | undefined
  const [number, code] = [found(receipt), found(voucher)]
  if (number)
    return { kind: 'receipt', number: `R-${number.year}-${number.count.padStart(6, '0')}` }
  if (code) return { kind: 'voucher', number: `RW-${code.count.padStart(4, '0')}` }
  const card = found(cardThenDate) ?? found(cardThenUsDate)
  if (!card) return undefined
  const { last4, year, month, day } = card
  return { kind: 'card', last4, on: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` }
}

/** Every part of a shape that fits is there. */
type Groups = Record<'year' | 'count' | 'last4' | 'month' | 'day', string>
