import { createHash } from 'node:crypto'
import { declineOf, type Decline } from './declines.ts'

/** How the bank behind a card will answer. The number itself is never kept. */
export type Behaviour =
  | { does: 'pays' }
  | { does: 'declines'; decline: Decline }
  | { does: 'asks' }
  | { does: 'holds' }

export interface Card {
  brand: string
  last4: string
  expMonth: number
  expYear: number
  funding: 'credit' | 'debit'
  fingerprint: string
  zip: string | null
  behaviour: Behaviour
}

const declining: Record<string, string> = {
  '4000000000000002': 'generic_decline',
  '4000000000009995': 'insufficient_funds',
  '4000000000009987': 'lost_card',
  '4000000000009979': 'stolen_card',
  '4000000000000069': 'expired_card',
  '4000000000000127': 'incorrect_cvc',
  '4000000000000119': 'processing_error',
  '4000000000006975': 'card_velocity_exceeded',
  '4000000000000036': 'incorrect_zip',
  '4100000000000019': 'fraudulent',
}
const asking = new Set(['4000002500003155', '4000000000003220', '4000002760003184'])
/** Only here, not at the real processor: a bank that says nothing until it is told to. */
export const holdingCard = '4000000000007775'

/** Test payment methods of the processor, for tests without a browser. */
export const namedCards: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_visa_debit: '4000056655665556',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_discover: '6011111111111117',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedLostCard: '4000000000009987',
  pm_card_visa_chargeDeclinedStolenCard: '4000000000009979',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_avsZipFail: '4000000000000036',
  pm_card_authenticationRequired: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_held: holdingCard,
}

export function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard'
  if (/^3[47]/.test(number)) return 'amex'
  if (number.startsWith('6')) return 'discover'
  return 'unknown'
}

export function passesLuhn(number: string): boolean {
  if (!/^\d{13,19}$/.test(number)) return false
  let sum = 0
  for (const [i, digit] of [...number].toReversed().entries()) {
    const value = Number(digit) * (i % 2 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function behaviourOf(number: string): Behaviour {
  const code = declining[number]
  if (code) return { does: 'declines', decline: declineOf(code) }
  if (asking.has(number)) return { does: 'asks' }
  if (number === holdingCard) return { does: 'holds' }
  return { does: 'pays' }
}

export function cardOf(
  number: string,
  expiry: { month: number; year: number },
  zip: string | null,
): Card {
  return {
    brand: brandOf(number),
    last4: number.slice(-4),
    expMonth: expiry.month,
    expYear: expiry.year,
    funding: number === '4000056655665556' ? 'debit' : 'credit',
    fingerprint: createHash('sha256').update(`card ${number}`).digest('hex').slice(0, 16),
    zip,
    behaviour: behaviourOf(number),
  }
}
