/** What the processor's words mean to us (renewal-service 1.1). */
import type { Outcome } from './payment.ts'

export type FailureCode =
  | 'declined'
  | 'not-enough-money'
  | 'wrong-number'
  | 'wrong-expiration'
  | 'wrong-security-code'
  | 'wrong-zip'
  | 'bank-not-confirmed'
  | 'processor-error'

const codes: Readonly<Record<string, FailureCode>> = {
  insufficient_funds: 'not-enough-money',
  incorrect_number: 'wrong-number',
  invalid_number: 'wrong-number',
  expired_card: 'wrong-expiration',
  invalid_expiry_month: 'wrong-expiration',
  invalid_expiry_year: 'wrong-expiration',
  incorrect_cvc: 'wrong-security-code',
  invalid_cvc: 'wrong-security-code',
  incorrect_zip: 'wrong-zip',
  incorrect_address: 'wrong-zip',
  authentication_required: 'bank-not-confirmed',
  payment_intent_authentication_failure: 'bank-not-confirmed',
  processing_error: 'processor-error',
}

export interface CardError {
  readonly code?: string | undefined
  readonly declineCode?: string | undefined
}

/** The bank's own reason says more than "declined"; a reason we do not know is a decline. */
export function failureOf({ code, declineCode }: CardError): FailureCode {
  const known = codes[declineCode ?? ''] ?? codes[code ?? '']
  if (known) return known
  return code === undefined ? 'processor-error' : 'declined'
}

/** The processor's states of a payment; one we do not know is not known. */
export function outcomeOf(status: string): Outcome {
  switch (status) {
    case 'succeeded':
      return 'succeeded'
    case 'requires_action':
      return 'bank-asks'
    case 'processing':
      return 'processing'
    case 'requires_payment_method':
      return 'refused'
    case 'canceled':
      return 'canceled'
    default:
      return 'unknown'
  }
}

export interface Card {
  readonly brand: string
  readonly last4: string
}

/** A payment as the processor shows it. */
export interface Intent {
  readonly id: string
  readonly status: string
  readonly amountCents: number
  readonly clientSecret: string | null
  readonly error: CardError | null
  readonly card: Card | null
  /** When the processor carried it out. */
  readonly at: Date | null
}

/** No payment was shown; `status` is undefined when there was no answer at all. */
export interface Trouble {
  readonly status: number | undefined
  /** The processor's own kind of error. */
  readonly type: string | undefined
  readonly error: CardError
}

export type Reply = { readonly intent: Intent } | { readonly trouble: Trouble }

export interface Answer {
  readonly outcome: Outcome
  readonly intent?: Intent
  readonly failure?: FailureCode
}

/** A payment of another amount than ours is nothing we understand: it completes nothing. */
export function answerOf(reply: Reply, totalCents: number): Answer {
  if ('trouble' in reply) {
    const { trouble } = reply
    return surelyRefused(trouble)
      ? { outcome: 'refused', failure: failureOfTrouble(trouble) }
      : { outcome: 'unknown' }
  }
  const { intent } = reply
  if (intent.amountCents !== totalCents) return { outcome: 'unknown' }
  const outcome = outcomeOf(intent.status)
  if (outcome !== 'refused') return { outcome, intent }
  return { outcome, intent, failure: failureOf(intent.error ?? {}) }
}

function failureOfTrouble({ status, error }: Trouble): FailureCode {
  return status === 402 ? failureOf(error) : 'processor-error'
}

/**
 * Whether an error says for certain that nothing was carried out. No answer, an error on their side, a key in
 * use or used differently, and "too many" leave the outcome open: never failed.
 */
export function surelyRefused({ status, type }: Pick<Trouble, 'status' | 'type'>): boolean {
  if (status === undefined || type === 'idempotency_error') return false
  return status >= 400 && status < 500 && status !== 409 && status !== 429
}

/** The processor is in trouble itself, rather than refusing this one payment. */
export function isOutage({ status }: Pick<Trouble, 'status'>): boolean {
  return status === undefined || status >= 500
}
