import Stripe from 'stripe'

/** A payment as the processor shows it, in our words; the rules say what it means. */
export interface IntentView {
  readonly id: string
  readonly status: string
  readonly amountCents: number
  readonly clientSecret: string | null
  readonly error: ErrorView | null
  readonly card: { readonly brand: string; readonly last4: string } | null
  readonly at: Date | null
}

export interface ErrorView {
  readonly code?: string | undefined
  readonly declineCode?: string | undefined
}

/** No payment was shown; `status` is undefined when there was no answer at all. */
export interface TroubleView {
  readonly status: number | undefined
  readonly type: string | undefined
  readonly error: ErrorView
}

export type ProcessorReply = { readonly intent: IntentView } | { readonly trouble: TroubleView }

interface Hearing {
  readonly timeoutMs: number
  readonly heard: (trouble: { status: number | undefined } | undefined) => void
}

/** Every way a call can end becomes data: an error here is an answer, too. */
export async function replyOf(
  work: () => Promise<IntentView>,
  { timeoutMs, heard }: Hearing,
): Promise<ProcessorReply> {
  try {
    const intent = await within(timeoutMs, work())
    heard(undefined)
    return { intent }
  } catch (error) {
    const reply = troubleOf(error)
    heard('trouble' in reply ? reply.trouble : undefined)
    return reply
  }
}

/** The library's own limit is about silence on the line; a trickle of bytes must end, too. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the processor does not answer')), ms)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

export function viewOf(intent: Stripe.PaymentIntent): IntentView {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const error = intent.last_payment_error
  return {
    id: intent.id,
    status: intent.status,
    // Another currency is another amount.
    amountCents: intent.currency === 'usd' ? intent.amount : -1,
    clientSecret: intent.client_secret,
    error: error && { code: error.code, declineCode: error.decline_code },
    card: cardOf(charge?.payment_method_details?.card ?? error?.payment_method?.card),
    at: charge && new Date(charge.created * 1000),
  }
}

function cardOf(
  card: { brand?: string | null; last4?: string | null } | undefined,
): IntentView['card'] {
  return card?.last4 ? { brand: card.brand ?? 'card', last4: card.last4 } : null
}

function troubleOf(error: unknown): ProcessorReply {
  if (!(error instanceof Stripe.errors.StripeError))
    return { trouble: { status: undefined, type: undefined, error: {} } }
  const shown = error.payment_intent
  // A declined card comes as an error that carries the payment.
  if (error.statusCode === 402 && shown) return { intent: viewOf(withError(shown, error)) }
  return {
    trouble: {
      status: error.statusCode,
      type: error.rawType,
      error: { code: error.code, declineCode: error.decline_code },
    },
  }
}

function withError(
  intent: Stripe.PaymentIntent,
  error: InstanceType<typeof Stripe.errors.StripeError>,
): Stripe.PaymentIntent {
  const { code, decline_code, payment_method } = error
  const last = intent.last_payment_error ?? { code, decline_code, payment_method }
  return { ...intent, last_payment_error: last as Stripe.PaymentIntent.LastPaymentError }
}
