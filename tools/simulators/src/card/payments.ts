import { declineOf, type Decline } from './declines.ts'
import { ApiError, cardError, invalid } from './errors.ts'
import { newCharge, newId, seconds, showIntent, showPaymentMethod } from './objects.ts'
import type { Descriptor, Intent, Refund } from './objects.ts'
import type { State } from './state.ts'

export interface Payments {
  state: State
  url: string
  /** What stands in front of every line on a bank statement. */
  descriptor: Descriptor
  emit(type: string, object: object, intent: Intent): void
}

function save(payments: Payments, intent: Intent, change: Partial<Intent>): Intent {
  const next = { ...intent, ...change }
  payments.state.intents.set(next.id, next)
  return next
}

function charge(payments: Payments, intent: Intent, decline: Decline | null) {
  if (!intent.card) throw new Error(`payment ${intent.id} has no card`)
  const made = newCharge(intent, intent.card, decline, payments.descriptor)
  payments.state.charges.set(made.id, made)
  return made
}

export function succeed(payments: Payments, intent: Intent): Intent {
  const paid = charge(payments, intent, null)
  const next = save(payments, intent, {
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: paid.id,
    next_action: null,
    last_payment_error: null,
    held: false,
  })
  payments.emit('payment_intent.succeeded', showIntent(next), next)
  return next
}

export function decline(payments: Payments, intent: Intent, why: Decline): Intent {
  const failed = charge(payments, intent, why)
  const next = save(payments, intent, {
    status: 'requires_payment_method',
    latest_charge: failed.id,
    next_action: null,
    held: false,
    payment_method: null,
    last_payment_error: {
      ...cardError(why),
      charge: failed.id,
      ...(intent.payment_method &&
        intent.card && { payment_method: showPaymentMethod(intent.payment_method, intent.card) }),
    },
  })
  payments.emit('payment_intent.payment_failed', showIntent(next), next)
  return next
}

/** The bank's own page, in a frame of the processor's script or as a redirect. */
function nextAction(payments: Payments, intent: Intent): object {
  const bank = `${payments.url}/bank/${intent.id}?secret=${intent.client_secret}`
  if (intent.return_url && !intent.use_stripe_sdk)
    return {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: intent.return_url, url: bank },
    }
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', url: bank } }
}

function ask(payments: Payments, intent: Intent): Intent {
  const next = save(payments, intent, {
    status: 'requires_action',
    next_action: nextAction(payments, intent),
  })
  payments.emit('payment_intent.requires_action', showIntent(next), next)
  return next
}

/** Nobody hears anything about a held payment until somebody releases it. */
function hold(payments: Payments, intent: Intent): Intent {
  return save(payments, intent, { status: 'processing', held: true })
}

/** Asks the bank. An order may answer in its place. */
export function confirm(
  payments: Payments,
  intent: Intent,
  ordered: { refuse?: string; hold?: boolean },
): Intent {
  if (ordered.hold) return hold(payments, intent)
  if (ordered.refuse) return decline(payments, intent, declineOf(ordered.refuse))
  const behaviour = intent.card?.behaviour
  if (behaviour?.does === 'holds') return hold(payments, intent)
  if (behaviour?.does === 'asks') return ask(payments, intent)
  if (behaviour?.does === 'declines') return decline(payments, intent, behaviour.decline)
  return succeed(payments, intent)
}

/** The cardholder has answered on the bank's page. */
export function decideAtBank(payments: Payments, intent: Intent, agreed: boolean): Intent {
  if (intent.status !== 'requires_action') return intent
  if (agreed) return succeed(payments, intent)
  const next = save(payments, intent, {
    status: 'requires_payment_method',
    next_action: null,
    payment_method: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    },
  })
  payments.emit('payment_intent.payment_failed', showIntent(next), next)
  return next
}

const cancellable = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action'])

export function cancel(payments: Payments, intent: Intent, reason: string | null): Intent {
  if (!cancellable.has(intent.status))
    throw invalid(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
      { code: 'payment_intent_unexpected_state', payment_intent: showIntent(intent) },
    )
  const next = save(payments, intent, {
    status: 'canceled',
    canceled_at: seconds(),
    cancellation_reason: reason,
    next_action: null,
  })
  payments.emit('payment_intent.canceled', showIntent(next), next)
  return next
}

interface RefundWish {
  amount: number | null
  reason: string | null
  metadata: Record<string, string>
}

export function refund(payments: Payments, chargeId: string, wish: RefundWish): Refund {
  const paid = payments.state.charges.get(chargeId)
  if (!paid?.paid) throw invalid('This charge was not paid.', { code: 'charge_not_refundable' })
  const left = paid.amount - paid.amount_refunded
  if (left === 0)
    throw invalid(`Charge ${paid.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  const amount = wish.amount ?? left
  if (amount > left)
    throw invalid(
      `Refund amount ($${(amount / 100).toFixed(2)}) is greater than unrefunded amount on charge ($${(left / 100).toFixed(2)})`,
      { param: 'amount' },
    )
  const made: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    charge: paid.id,
    created: seconds(),
    currency: paid.currency,
    metadata: wish.metadata,
    payment_intent: paid.payment_intent,
    reason: wish.reason,
    status: 'succeeded',
  }
  payments.state.refunds.set(made.id, made)
  const returned = { ...paid, amount_refunded: paid.amount_refunded + amount }
  returned.refunded = returned.amount_refunded === returned.amount
  payments.state.charges.set(paid.id, returned)
  const intent = payments.state.intents.get(paid.payment_intent)
  if (intent) payments.emit('charge.refunded', returned, intent)
  return made
}

export function openDispute(payments: Payments, intent: Intent, reason: string): { id: string } {
  const paid = payments.state.charges.get(intent.latest_charge ?? '')
  if (paid) payments.state.charges.set(paid.id, { ...paid, disputed: true })
  const opened = {
    id: newId('dp'),
    object: 'dispute',
    amount: intent.amount,
    charge: intent.latest_charge,
    created: seconds(),
    currency: intent.currency,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: intent.id,
    reason,
    status: 'needs_response',
  }
  payments.emit('charge.dispute.created', opened, intent)
  return opened
}

/** The answer to the merchant who asked for the payment. */
export function answerOf(intent: Intent): { status: number; body: object } {
  const error = intent.last_payment_error
  if (intent.status === 'requires_payment_method' && error?.type === 'card_error') {
    const body = { error: { ...error, payment_intent: showIntent(intent) } }
    return { status: 402, body }
  }
  return { status: 200, body: showIntent(intent) }
}

export function assertConfirmable(intent: Intent): void {
  if (intent.status === 'requires_payment_method' || intent.status === 'requires_confirmation')
    return
  throw new ApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
    payment_intent: showIntent(intent),
  })
}
