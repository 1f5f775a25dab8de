import type { ApiOptions } from '@peercert/chassis/api'
import { Problem } from '@peercert/chassis/problem'
import { closeRefused } from '../actions/check-payment.ts'
import { recordIn } from '../actions/record-answer.ts'
import { reversePayment } from '../actions/reverse-payment.ts'
import type { ProcessorEvent } from '../client/processor.ts'
import type { Deps } from '../deps.ts'
import { type Answer, answerOf } from '../rules/card-answer.ts'
import { patient, type Tx } from '../store/database.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as webhookEvents from '../store/webhook-events.ts'

type App = Parameters<NonNullable<ApiOptions<unknown, unknown>['plugins']>[number]>[0]

const path = '/webhooks/card-processor'
const maxBytes = 256 * 1024

/** News from the card processor. Its signature is what admits it, and it covers the bytes as they came. */
export const webhookPlugin = (deps: Deps) => (app: App) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    (_req, body, done) => done(null, body),
  )
  app.post(path, async (request, reply) => {
    await take(deps, read(deps, request))
    return reply.code(200).send({ received: true })
  })
}

interface Incoming {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

function read(deps: Deps, { headers, body }: Incoming): ProcessorEvent {
  const signature = headers['stripe-signature']
  const raw = body
  if (typeof signature !== 'string' || !Buffer.isBuffer(raw))
    throw new Problem('bad-request', { detail: 'no signature' })
  try {
    return deps.processor.readEvent(raw, signature, deps.clock.machine())
  } catch {
    throw new Problem('bad-request', { detail: 'not signed by the processor' })
  }
}

/** An event says only that something changed; what is true now is asked, so order and age do not matter. */
async function take(deps: Deps, event: ProcessorEvent): Promise<void> {
  if (await webhookEvents.isKnown(deps.db, event.id)) return
  const payment = await paymentOf(deps, event)
  const answer = payment && (await truth(deps, payment, event))
  const receivedAt = deps.clock.machine()
  await deps.db.$transaction(async (tx) => {
    if (!(await webhookEvents.take(tx, { id: event.id, type: event.type, receivedAt }))) return
    if (!payment) return
    if (event.disputeStatus !== undefined) await dispute(tx, deps, payment, event)
    else if (answer) await record(tx, deps, payment, answer)
  }, patient)
  if (payment) deps.signals.emit('account', payment.accountId)
}

async function paymentOf(deps: Deps, event: ProcessorEvent): Promise<Payment | null> {
  const { paymentId, intentId } = event
  const named = isId(paymentId) ? await payments.find(deps.db, paymentId) : null
  return named ?? (intentId === undefined ? null : payments.findByIntent(deps.db, intentId))
}

const isId = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Without an answer the event is not taken, and the processor sends it again. */
async function truth(
  deps: Deps,
  payment: Payment,
  event: ProcessorEvent,
): Promise<Answer | undefined> {
  if (!event.type.startsWith('payment_intent.') || event.intentId === undefined) return undefined
  if (payment.intentId !== null && payment.intentId !== event.intentId) return undefined
  const asked = answerOf(await deps.processor.ask(event.intentId), payment.totalCents)
  const answer = await closeRefused(deps, payment, asked)
  if (answer.outcome === 'unknown') throw new Problem('unavailable', { retryAfter: 10 })
  // It says nothing new to whoever is at work on it this moment.
  return answer.outcome === 'processing' ? undefined : answer
}

async function record(tx: Tx, deps: Deps, payment: Payment, answer: Answer): Promise<void> {
  // Who was told "you can close this page" may have closed it; anybody else still waits for the answer.
  const personWaits = payment.checkingSince === null
  await recordIn(tx, deps, { paymentId: payment.id, answer, personWaits })
}

async function dispute(tx: Tx, deps: Deps, payment: Payment, event: ProcessorEvent): Promise<void> {
  const won = event.type === 'charge.dispute.closed' && event.disputeStatus === 'won'
  const opened = event.type === 'charge.dispute.created'
  if (won || opened) await reversePayment(tx, deps, payment, won)
}
