import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { perform, type Answering, type Call, type Ordered, type Work } from './answers.ts'
import { ApiError, invalid, missing } from './errors.ts'
import { listOf, mapOf, readForm, textOf, type FormObject } from './form-body.ts'
import { newId, showIntent, showPaymentMethod, showToken } from './objects.ts'
import type { Intent } from './objects.ts'
import { subjectOf, type Subject } from './order-matching.ts'
import * as payments from './payments.ts'
import type { Payments } from './payments.ts'
import { amountOf, assertKnown, readIntent } from './requests.ts'
import { createdWithin, pageOf, readQuery } from './searching.ts'
import { namedCards } from './test-cards.ts'
import { getToken, makeToken, namedCard, spend } from './tokens.ts'

export interface Api {
  answering: Answering
  payments: Payments
  secretKey: string
  publishableKey: string
}

const nobody: Subject = { id: null, amount: null, last4: null, metadata: {} }

function formOf(request: FastifyRequest): FormObject {
  if (request.method === 'GET') return readForm(request.url.split('?')[1] ?? '')
  return readForm(typeof request.body === 'string' ? request.body : '')
}

/** Secret keys may do everything; publishable ones only what a browser may. */
export function keyOf(request: FastifyRequest): string {
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
  return scheme === 'Bearer' ? value : ''
}

function assertSecretKey(api: Api, request: FastifyRequest): void {
  const key = keyOf(request)
  if (key === api.secretKey) return
  throw new ApiError(401, {
    type: 'invalid_request_error',
    message: key
      ? `Invalid API Key provided: ${key.slice(0, 8)}****`
      : 'You did not provide an API key.',
  })
}

function getIntent(api: Api, id: string): Intent {
  const intent = api.payments.state.intents.get(id)
  if (!intent) throw missing('payment_intent', id)
  return intent
}

/** Puts whole objects where the caller asked for them instead of ids. */
function show(api: Api, intent: Intent, form: FormObject): object {
  const shown = showIntent(intent) as Record<string, unknown>
  for (const path of listOf(form.expand)) {
    const field = path.replace(/^data\./, '')
    if (field === 'latest_charge' && intent.latest_charge)
      shown.latest_charge = api.payments.state.charges.get(intent.latest_charge)
    if (field === 'payment_method' && intent.payment_method && intent.card)
      shown.payment_method = showPaymentMethod(intent.payment_method, intent.card)
  }
  return shown
}

function withCard(api: Api, intent: Intent, form: FormObject): Intent {
  const tokenId = textOf(form.confirmation_token)
  const method = textOf(form.payment_method)
  if (tokenId) {
    const token = getToken(api.payments.state, tokenId)
    spend(api.payments.state, token, intent)
    return { ...intent, card: token.card, payment_method: newId('pm') }
  }
  const card = method && namedCard(method)
  if (card) return { ...intent, card, payment_method: newId('pm') }
  if (method) throw missing('PaymentMethod', method, 'payment_method')
  throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.', {
    code: 'payment_intent_unexpected_state',
    payment_intent: showIntent(intent),
  })
}

function pay(api: Api, intent: Intent, form: FormObject, ordered: Ordered): ReturnType<Work> {
  payments.assertConfirmable(intent)
  const ready = withCard(api, intent, form)
  api.payments.state.intents.set(ready.id, ready)
  const done = payments.confirm(api.payments, ready, ordered)
  if (done.held) return { status: 0, body: {}, held: done.id }
  const answer = payments.answerOf(done)
  return answer.status === 200 ? { ...answer, body: show(api, done, form) } : answer
}

/** What a request for a new payment can be recognized by, before anything is done. */
function subjectOfForm(api: Api, form: FormObject): Subject {
  const token = api.payments.state.tokens.get(textOf(form.confirmation_token) ?? '')
  const last4 = token?.card.last4 ?? namedCards[textOf(form.payment_method) ?? '']?.slice(-4)
  return {
    id: null,
    amount: Number(textOf(form.amount) ?? 0),
    last4: last4 ?? null,
    metadata: mapOf(form.metadata),
  }
}

function create(api: Api, form: FormObject): Work {
  return (ordered) => {
    const token = textOf(form.confirmation_token)
    const intent = readIntent(form, token ? getToken(api.payments.state, token).return_url : null)
    if (form.confirm === 'true') return pay(api, intent, form, ordered)
    api.payments.state.intents.set(intent.id, intent)
    return { status: 200, body: show(api, intent, form) }
  }
}

function confirm(api: Api, id: string, form: FormObject): Work {
  return (ordered) => {
    assertKnown(form, 'confirm')
    const intent = getIntent(api, id)
    const returnUrl = textOf(form.return_url) ?? intent.return_url
    const sdk = form.use_stripe_sdk === 'true' || intent.use_stripe_sdk
    return pay(api, { ...intent, return_url: returnUrl, use_stripe_sdk: sdk }, form, ordered)
  }
}

function update(api: Api, id: string, form: FormObject): Work {
  return () => {
    assertKnown(form, 'update')
    const intent = getIntent(api, id)
    payments.assertConfirmable(intent)
    const next = {
      ...intent,
      amount: form.amount === undefined ? intent.amount : amountOf(form),
      metadata: { ...intent.metadata, ...mapOf(form.metadata) },
      description: textOf(form.description) ?? intent.description,
    }
    api.payments.state.intents.set(id, next)
    return { status: 200, body: show(api, next, form) }
  }
}

function list(api: Api, form: FormObject, url: string, fits: (intent: Intent) => boolean): Work {
  return () => {
    const limit = Math.min(100, Math.max(1, Number(textOf(form.limit) ?? 10) || 10))
    const all = api.payments.state.intents.values().toReversed().filter(fits)
    const page = { limit, after: textOf(form.starting_after), before: textOf(form.ending_before) }
    const { data, has_more } = pageOf(all, page)
    const shown = data.map((intent) => show(api, intent, form))
    return { status: 200, body: { object: 'list', url, has_more, data: shown } }
  }
}

function search(api: Api, form: FormObject): Work {
  return (ordered) => {
    const query = textOf(form.query)
    if (!query) throw invalid('Missing required param: query.', { param: 'query' })
    const found = list(api, form, '/v1/payment_intents/search', readQuery(query))(ordered)
    return { ...found, body: { ...found.body, object: 'search_result', next_page: null } }
  }
}

function refund(api: Api, form: FormObject): Work {
  return () => {
    assertKnown(form, 'refund')
    const intentId = textOf(form.payment_intent)
    const charge = textOf(form.charge) ?? (intentId && getIntent(api, intentId).latest_charge)
    if (!charge)
      throw invalid('One of the following params should be provided: payment_intent or charge.')
    const body = payments.refund(api.payments, charge, {
      amount: form.amount === undefined ? null : amountOf(form),
      reason: textOf(form.reason),
      metadata: mapOf(form.metadata),
    })
    return { status: 200, body }
  }
}

function refundsOf(api: Api, form: FormObject): Work {
  return () => {
    const of = textOf(form.payment_intent)
    const all = api.payments.state.refunds.values().toReversed()
    const data = all.filter((made) => !of || made.payment_intent === of)
    return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } }
  }
}

function cancel(api: Api, id: string, form: FormObject): Work {
  return () => {
    assertKnown(form, 'cancel')
    const reason = textOf(form.cancellation_reason)
    const done = payments.cancel(api.payments, getIntent(api, id), reason)
    return { status: 200, body: show(api, done, form) }
  }
}

/** The processor's own help for tests without a browser. */
function testToken(api: Api, form: FormObject): Work {
  return () => {
    const method = textOf(form.payment_method) ?? ''
    const card = namedCard(method)
    if (!card) throw missing('PaymentMethod', method, 'payment_method')
    const token = makeToken(api.payments.state, card, textOf(form.return_url))
    return { status: 200, body: showToken(token) }
  }
}

type Route = [
  method: 'GET' | 'POST',
  path: string,
  operation: string,
  work: (api: Api, form: FormObject, id: string) => Work,
]

const routes: Route[] = [
  ['POST', '/v1/payment_intents', 'pay', create],
  [
    'GET',
    '/v1/payment_intents',
    'list',
    (api, form) => list(api, form, '/v1/payment_intents', createdWithin(form.created)),
  ],
  ['GET', '/v1/payment_intents/search', 'search', search],
  [
    'GET',
    '/v1/payment_intents/:id',
    'retrieve',
    (api, form, id) => () => ({
      status: 200,
      body: show(api, getIntent(api, id), form),
    }),
  ],
  ['POST', '/v1/payment_intents/:id', 'update', (api, form, id) => update(api, id, form)],
  ['POST', '/v1/payment_intents/:id/confirm', 'pay', (api, form, id) => confirm(api, id, form)],
  ['POST', '/v1/payment_intents/:id/cancel', 'cancel', (api, form, id) => cancel(api, id, form)],
  ['POST', '/v1/refunds', 'refund', refund],
  ['GET', '/v1/refunds', 'refunds', refundsOf],
  ['POST', '/v1/test_helpers/confirmation_tokens', 'test-token', testToken],
  [
    'GET',
    '/v1/confirmation_tokens/:id',
    'token',
    (api, _form, id) => () => ({
      status: 200,
      body: showToken(getToken(api.payments.state, id)),
    }),
  ],
]

async function answerRoute(
  api: Api,
  [, , named, work]: Route,
  request: FastifyRequest<{ Params: { id?: string } }>,
  reply: FastifyReply,
) {
  assertSecretKey(api, request)
  const form = formOf(request)
  const id = request.params.id ?? textOf(form.payment_intent) ?? ''
  const operation = work === create && form.confirm !== 'true' ? 'create' : named
  const intent = api.payments.state.intents.get(id)
  const subject = intent
    ? subjectOf(intent)
    : operation === 'pay'
      ? subjectOfForm(api, form)
      : nobody
  const call: Call = { operation, subject, request, reply }
  return perform(api.answering, call, work(api, form, id))
}

export function addApi(app: FastifyInstance, api: Api): void {
  for (const route of routes)
    app.route<{ Params: { id?: string } }>({
      method: route[0],
      url: route[1],
      handler: (request, reply) => answerRoute(api, route, request, reply),
    })
  app.setNotFoundHandler((request, reply) => {
    const message = `Unrecognized request URL (${request.method}: ${request.url.split('?')[0]}).`
    return reply.code(404).send({ error: { type: 'invalid_request_error', message } })
  })
}
