import { addApi, type Api } from './card/api.ts'
import { addBrowserHalf } from './card/browser.ts'
import { declineOf } from './card/declines.ts'
import { ApiError } from './card/errors.ts'
import { finishReleased, forgetUnfinished } from './card/idempotency.ts'
import type { Descriptor } from './card/objects.ts'
import { fitsIntent, readMatch, readOrder } from './card/order-matching.ts'
import { answerOf, decline, openDispute, succeed, type Payments } from './card/payments.ts'
import { openState, type CardOrder, type State } from './card/state.ts'
import { Webhooks, type WebhookTarget } from './card/webhooks.ts'
import { addDesk, addressOf, buildWeb, closeWeb, Refused } from './web.ts'

export interface CardOptions {
  port?: number
  host?: string
  /** Where payments are kept across restarts; without it they live in memory. */
  folder?: string
  secretKey?: string
  publishableKey?: string
  /** The merchant's name on a bank statement. */
  descriptor?: Descriptor
  webhook?: WebhookTarget
  /** Origins whose pages may hold the card fields and the bank's page. */
  merchants?: string[]
}

export interface CardSimulator {
  url: string
  /** The script a page loads, the only address it needs to know. */
  script: string
  secretKey: string
  publishableKey: string
  setWebhook(target: WebhookTarget | null): void
  order(order: Record<string, unknown>): Promise<object>
  close(): Promise<void>
}

/** Loopback pages, as in local mode and in tests. */
const loopback = ['http://127.0.0.1:*', 'http://localhost:*']

/** Lets a held payment go: the bank has answered at last. */
async function release(api: Api, body: Record<string, unknown>): Promise<object> {
  const order = { on: 'answer', do: 'release', match: readMatch(body.match) } as CardOrder
  if (typeof body.id === 'string') order.match = { ...order.match, id: body.id }
  if (body.outcome !== 'succeed' && body.outcome !== 'fail')
    throw new Refused("outcome is 'succeed' or 'fail'")
  const held = api.payments.state.intents.values().filter((i) => i.held && fitsIntent(order, i))
  if (held.length === 0) throw new Refused('no held payment fits', 404)
  const code = typeof body.code === 'string' ? body.code : 'generic_decline'
  api.answering.current = { id: null, idempotency_key: null }
  for (const intent of held) {
    const done =
      body.outcome === 'succeed'
        ? succeed(api.payments, intent)
        : decline(api.payments, intent, declineOf(code))
    const answer = answerOf(done)
    finishReleased(api.payments.state, intent.id, answer)
    api.answering.waiting.get(intent.id)?.(answer)
    api.answering.waiting.delete(intent.id)
  }
  const news = api.answering.webhooks.collect()
  await api.answering.webhooks.sendEarly(news)
  api.answering.webhooks.sendRest(news)
  return { released: held.map((intent) => intent.id) }
}

/** The cardholder's bank takes a payment back, long after it was made. */
function dispute(api: Api, body: Record<string, unknown>): object {
  const intent = api.payments.state.intents.get(String(body.id))
  if (intent?.status !== 'succeeded') throw new Refused('no paid payment has this id', 404)
  api.answering.current = { id: null, idempotency_key: null }
  const opened = openDispute(
    api.payments,
    intent,
    typeof body.reason === 'string' ? body.reason : 'fraudulent',
  )
  api.answering.webhooks.sendRest(api.answering.webhooks.collect())
  return { dispute: opened.id }
}

function accept(api: Api, body: Record<string, unknown>): Promise<object> | object {
  if (body.do === 'release') return release(api, body)
  if (body.do === 'dispute') return dispute(api, body)
  if (body.do === 'set-webhook') {
    if (typeof body.url !== 'string' || typeof body.secret !== 'string')
      throw new Refused('set-webhook needs url and secret')
    api.answering.webhooks.setTarget({ url: body.url, secret: body.secret })
    return { webhook: body.url }
  }
  return api.payments.state.orders.add(readOrder(body))
}

function buildApi(state: State, options: CardOptions): Api {
  const webhooks = new Webhooks(state, options.webhook ?? null)
  const answering: Api['answering'] = {
    state,
    webhooks,
    waiting: new Map(),
    current: { id: null, idempotency_key: null },
  }
  const payments: Payments = {
    state,
    url: '',
    descriptor: options.descriptor ?? { full: 'CERTIFICATION PROGRAM', short: 'CERT PROG' },
    emit: (type, object, intent) => webhooks.add(type, object, intent, answering.current),
  }
  return {
    answering,
    payments,
    secretKey: options.secretKey ?? 'sk_test_simulator',
    publishableKey: options.publishableKey ?? 'pk_test_simulator',
  }
}

export async function startCard(options: CardOptions = {}): Promise<CardSimulator> {
  const host = options.host ?? '127.0.0.1'
  const state = openState(options.folder ?? null)
  forgetUnfinished(state)
  const api = buildApi(state, options)
  const app = buildWeb()
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).send({ error: error.body })
    const status = error.statusCode ?? 500
    if (status === 500) state.journal.write('failure', { path: request.url, error: error.message })
    return reply.code(status).send({ error: { type: 'api_error', message: error.message } })
  })
  addDesk(app, {
    journal: state.journal,
    orders: state.orders,
    accept: (body) => accept(api, body),
  })
  addApi(app, api)
  addBrowserHalf(app, api, options.merchants ?? loopback)
  await app.listen({ port: options.port ?? 0, host })
  const url = addressOf(app.server, host)
  api.payments.url = url
  api.answering.webhooks.resume()
  return {
    url,
    script: `${url}/v3/`,
    secretKey: api.secretKey,
    publishableKey: api.publishableKey,
    setWebhook: (target) => api.answering.webhooks.setTarget(target),
    order: async (body) => accept(api, body),
    async close() {
      api.answering.webhooks.close()
      await closeWeb(app)
      state.close()
    },
  }
}
