import { randomBytes } from 'node:crypto'
import type { Decline } from './declines.ts'
import type { ErrorBody } from './errors.ts'
import type { Card } from './test-cards.ts'

export const apiVersion = '2026-10-28.endive'
export const seconds = () => Math.floor(Date.now() / 1000)
export const newId = (prefix: string) =>
  `${prefix}_3S${randomBytes(16).toString('base64url').replace(/[-_]/g, 'x').slice(0, 22)}`

export interface Token {
  id: string
  object: 'confirmation_token'
  created: number
  expires_at: number | null
  payment_intent: string | null
  return_url: string | null
  card: Card
}

export type Status =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled'

/** What the processor shows of a payment, and `card` and `held`, which it does not. */
export interface Intent {
  id: string
  object: 'payment_intent'
  amount: number
  amount_received: number
  currency: string
  status: Status
  client_secret: string
  created: number
  canceled_at: number | null
  cancellation_reason: string | null
  description: string | null
  metadata: Record<string, string>
  next_action: object | null
  last_payment_error: ErrorBody | null
  latest_charge: string | null
  payment_method: string | null
  allowed_payment_method_types: string[] | null
  payment_method_types: string[]
  automatic_payment_methods: object | null
  receipt_email: string | null
  return_url: string | null
  use_stripe_sdk: boolean
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  card: Card | null
  held: boolean
}

export interface Charge {
  id: string
  object: 'charge'
  amount: number
  amount_captured: number
  amount_refunded: number
  currency: string
  created: number
  captured: boolean
  paid: boolean
  refunded: boolean
  disputed: boolean
  status: 'succeeded' | 'failed'
  failure_code: string | null
  failure_message: string | null
  outcome: object
  payment_intent: string
  payment_method: string | null
  payment_method_details: object
  billing_details: object
  calculated_statement_descriptor: string
  metadata: Record<string, string>
  livemode: false
}

export interface Refund {
  id: string
  object: 'refund'
  amount: number
  charge: string
  created: number
  currency: string
  metadata: Record<string, string>
  payment_intent: string
  reason: string | null
  status: 'succeeded'
}

function cardDetails(card: Card) {
  return {
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: card.zip ? 'pass' : null,
      cvc_check: 'pass',
    },
    country: 'US',
    display_brand: card.brand,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    network: card.brand,
    three_d_secure: null,
    wallet: null,
  }
}

function billing(card: Card) {
  return {
    address: {
      city: null,
      country: card.zip ? 'US' : null,
      line1: null,
      line2: null,
      postal_code: card.zip,
      state: null,
    },
    email: null,
    name: null,
    phone: null,
    tax_id: null,
  }
}

export function showToken(token: Token): object {
  const { card, ...shown } = token
  return {
    ...shown,
    livemode: false,
    mandate_data: null,
    metadata: null,
    payment_method_options: null,
    payment_method_preview: {
      allow_redisplay: 'unspecified',
      billing_details: billing(card),
      card: cardDetails(card),
      customer: null,
      type: 'card',
    },
    setup_future_usage: null,
    setup_intent: null,
    shipping: null,
    use_stripe_sdk: true,
  }
}

export function showIntent(intent: Intent): object {
  const { card: _card, held: _held, return_url: _url, use_stripe_sdk: _sdk, ...shown } = intent
  return {
    ...shown,
    amount_capturable: 0,
    amount_details: { tip: {} },
    application: null,
    application_fee_amount: null,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    customer: null,
    livemode: false,
    on_behalf_of: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    processing: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    transfer_data: null,
    transfer_group: null,
  }
}

export function showPaymentMethod(id: string, card: Card): object {
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billing(card),
    card: cardDetails(card),
    created: seconds(),
    customer: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}

const outcomeOf = (decline: Decline | null) =>
  decline
    ? {
        network_status: 'declined_by_network',
        reason: decline.declineCode ?? decline.code,
        risk_level: 'normal',
        seller_message: 'The bank did not accept the payment.',
        type: 'issuer_declined',
      }
    : {
        network_status: 'approved_by_network',
        reason: null,
        risk_level: 'normal',
        seller_message: 'Payment complete.',
        type: 'authorized',
      }

/** The merchant's name on a bank statement; the short one stands before a suffix. */
export interface Descriptor {
  full: string
  short: string
}

/** What the cardholder will read on the statement of the bank. */
function statementLine(intent: Intent, descriptor: Descriptor): string {
  if (intent.statement_descriptor) return intent.statement_descriptor
  const suffix = intent.statement_descriptor_suffix
  return (suffix ? `${descriptor.short}* ${suffix}` : descriptor.full).slice(0, 22)
}

export function newCharge(
  intent: Intent,
  card: Card,
  decline: Decline | null,
  descriptor: Descriptor,
): Charge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    amount_refunded: 0,
    currency: intent.currency,
    created: seconds(),
    captured: !decline,
    paid: !decline,
    refunded: false,
    disputed: false,
    status: decline ? 'failed' : 'succeeded',
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    outcome: outcomeOf(decline),
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: { card: cardDetails(card), type: 'card' },
    billing_details: billing(card),
    calculated_statement_descriptor: statementLine(intent, descriptor),
    metadata: intent.metadata,
    livemode: false,
  }
}
