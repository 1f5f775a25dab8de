import { formats } from '../../format.ts'

export type Fact = string | number | boolean | null
export type Facts = Readonly<Record<string, Fact>>

export const appMoney = (cents: unknown) =>
  typeof cents === 'number' ? formats.en.money(cents) : 'an amount'

const names: Record<string, string> = {
  stampedAt: 'Pay received',
  sentAt: 'Sent',
  windowDays: 'Window, days',
  termYears: 'Term, years',
  amountCents: 'Amount',
  totalCents: 'Total',
  expiresOn: 'Expires',
  previousExpiresOn: 'Expired before',
  expiredOn: 'Expired',
  decideBy: 'Decision by',
  receiptNumber: 'Receipt',
  checkList: 'Checked',
  whenSent: 'When sent',
  now: 'Now',
  through: 'Possible through',
  sentOn: 'Sent',
  signedOn: 'Signed',
  legalName: 'Legal name',
  typed: 'Typed',
  last4: 'Card ending',
}

/** "stampedAt" → "Pay received", "feeInForce" → "Fee in force". */
export function factName(key: string): string {
  const known = names[key]
  if (known) return known
  const words = key.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Dates in words, instants with seconds, amounts as money: enough to judge it again. */
export function factText(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return key.endsWith('Cents') ? appMoney(value) : String(value)
  if (key === 'language') return value === 'es' ? 'Spanish' : 'English'
  if (typeof value === 'string') return dated(value)
  if (Array.isArray(value)) return value.map((one) => factText(key, one)).join('; ')
  return Object.entries(value)
    .map(([name, inner]) => `${factName(name)} ${factText(name, inner)}`)
    .join(', ')
}

function dated(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formats.en.date(text)
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return text
  return `${moment.format(new Date(text)).replace(' at ', ', ')} Pacific time`
}

const moment = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'medium',
  timeStyle: 'medium',
})
