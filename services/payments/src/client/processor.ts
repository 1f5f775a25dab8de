import Stripe from 'stripe'
import { type IntentView, type ProcessorReply, replyOf, viewOf } from './intent-view.ts'

export interface ProcessorOptions {
  readonly apiUrl: string
  readonly secretKey: string
  readonly webhookSecret: string
  /** Without an answer after this long the outcome is unknown. */
  readonly timeoutMs: number
  /** Hears of every try: undefined when the processor answered. */
  readonly heard: (trouble: { status: number | undefined } | undefined) => void
}

/** What is to be paid; nothing in it says who pays or for what. */
export interface Charge {
  readonly paymentId: string
  readonly feeRequestId: string
  readonly amountCents: number
  readonly confirmationToken: string
}

export interface ProcessorEvent {
  readonly id: string
  readonly type: string
  /** Of the object the event is about, where it is a payment. */
  readonly paymentId: string | undefined
  readonly intentId: string | undefined
  /** Of a dispute. */
  readonly disputeStatus: string | undefined
}

export interface RefundOrder {
  readonly refundId: string
  readonly intentId: string
  readonly amountCents: number
}

export interface Processor {
  /** Carries it out once, however often it is asked with the same payment id. */
  charge(charge: Charge): Promise<ProcessorReply>
  ask(intentId: string): Promise<ProcessorReply>
  /** What it has of a payment whose answer got lost; undefined when it knows of none. */
  find(paymentId: string, since: Date): Promise<ProcessorReply | undefined>
  cancel(intentId: string): Promise<ProcessorReply>
  /** Uses up the payment's key without paying, so that a request still on its way can do nothing. */
  fence(charge: Omit<Charge, 'confirmationToken'>): Promise<ProcessorReply>
  refund(order: RefundOrder): Promise<ProcessorReply>
  /** Throws unless the processor signed exactly these bytes, recently. */
  readEvent(raw: Buffer, signature: string, receivedAt: Date): ProcessorEvent
}

/** What the cardholder reads behind our name on a statement: never that somebody is a peer. */
const statementSuffix = 'CERT RENEWAL'
const toleranceSeconds = 300

export function openProcessor(options: ProcessorOptions): Processor {
  const stripe = connect(options)
  const reply = (work: () => Promise<IntentView>) => replyOf(work, options)
  const show = async (asked: Promise<Stripe.PaymentIntent>) => viewOf(await asked)
  return {
    charge: (charge) =>
      reply(() =>
        show(stripe.paymentIntents.create(request(charge), { idempotencyKey: charge.paymentId })),
      ),
    ask: (intentId) =>
      reply(() => show(stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }))),
    async find(paymentId, since) {
      let found = true
      const answer = await reply(async () => {
        const intent = await lookUp(stripe, paymentId, since)
        found = intent !== undefined
        return intent ? viewOf(intent) : nothing
      })
      return found ? answer : undefined
    },
    cancel: (intentId) =>
      reply(() =>
        show(stripe.paymentIntents.cancel(intentId, { cancellation_reason: 'abandoned' })),
      ),
    fence: (charge) =>
      reply(() =>
        show(stripe.paymentIntents.create(common(charge), { idempotencyKey: charge.paymentId })),
      ),
    refund: ({ refundId, intentId, amountCents }) =>
      reply(async () => {
        const order = { payment_intent: intentId, amount: amountCents, metadata: { refundId } }
        const made = await stripe.refunds.create(order, { idempotencyKey: refundId })
        return {
          ...nothing,
          id: made.id,
          status: made.status ?? 'pending',
          amountCents: made.amount,
        }
      }),
    readEvent(raw, signature, receivedAt) {
      const { webhookSecret: secret } = options
      // On the machine's clock, in milliseconds: program time may lie years away.
      const at = receivedAt.getTime()
      return eventOf(
        stripe.webhooks.constructEvent(raw, signature, secret, toleranceSeconds, undefined, at),
      )
    },
  }
}

function connect({ apiUrl, secretKey, timeoutMs }: ProcessorOptions): Stripe {
  const { hostname, port, protocol } = new URL(apiUrl)
  const scheme = protocol === 'http:' ? 'http' : 'https'
  return new Stripe(secretKey, {
    host: hostname,
    port: port || (scheme === 'http' ? 80 : 443),
    protocol: scheme,
    timeout: timeoutMs,
    // Whether to ask again is decided with the payment's row in hand, not inside the library.
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

const nothing: IntentView = {
  id: '',
  status: 'none',
  amountCents: 0,
  clientSecret: null,
  error: null,
  card: null,
  at: null,
}

function common(charge: Omit<Charge, 'confirmationToken'>): Stripe.PaymentIntentCreateParams {
  return {
    amount: charge.amountCents,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    metadata: { paymentId: charge.paymentId, feeRequestId: charge.feeRequestId },
    statement_descriptor_suffix: statementSuffix,
  }
}

function request(charge: Charge): Stripe.PaymentIntentCreateParams {
  return {
    ...common(charge),
    confirm: true,
    confirmation_token: charge.confirmationToken,
    // The bank's question is shown by the processor's own script, in our page.
    use_stripe_sdk: true,
    expand: ['latest_charge'],
  }
}

/** Lists are complete at once; the processor's search lags behind. */
async function lookUp(
  stripe: Stripe,
  paymentId: string,
  since: Date,
): Promise<Stripe.PaymentIntent | undefined> {
  const from = Math.floor(since.getTime() / 1000) - 300
  const page = { created: { gte: from }, limit: 100, expand: ['data.latest_charge'] }
  for await (const intent of stripe.paymentIntents.list(page))
    if (intent.metadata.paymentId === paymentId) return intent
  return undefined
}

function eventOf(event: { id: string; type: string; data: { object: unknown } }): ProcessorEvent {
  const object = event.data.object as Record<string, unknown>
  const isIntent = object.object === 'payment_intent'
  const related = isIntent ? object.id : object.payment_intent
  const metadata = isIntent ? (object.metadata as Record<string, string>) : undefined
  return {
    id: event.id,
    type: event.type,
    paymentId: metadata?.paymentId,
    intentId: typeof related === 'string' ? related : undefined,
    disputeStatus: object.object === 'dispute' ? String(object.status) : undefined,
  }
}
