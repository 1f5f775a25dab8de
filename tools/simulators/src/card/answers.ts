import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from './errors.ts'
import { awaitRelease, begin, digest, finish, forget } from './idempotency.ts'
import { apiVersion, newId } from './objects.ts'
import { fits, type Subject } from './order-matching.ts'
import type { Answer, CardOrder, State } from './state.ts'
import type { Webhooks } from './webhooks.ts'

export interface Ordered {
  refuse?: string
  hold?: boolean
}

export interface Call {
  /** 'pay' for everything that asks a bank for money. */
  operation: string
  subject: Subject
  request: FastifyRequest
  reply: FastifyReply
}

/** The work of one request; `held` names a payment whose answer comes only when it is released. */
export type Work = (ordered: Ordered) => Answer & { held?: string }

export interface Answering {
  state: State
  webhooks: Webhooks
  /** Merchants who wait for a held payment. */
  waiting: Map<string, (answer: Answer) => void>
  /** The request being carried out, for the events it causes. */
  current: { id: string | null; idempotency_key: string | null }
}

function takeOrder({ state }: Answering, call: Call): CardOrder | undefined {
  return state.orders.take((order) => {
    const operation = order.match?.operation ?? 'pay'
    return (
      order.on === 'answer' &&
      (operation === '*' || operation === call.operation) &&
      fits(order, call.subject)
    )
  })
}

const errorAnswer = (error: ApiError): Answer => ({
  status: error.status,
  body: { error: error.body },
})

const serverError: Answer = {
  status: 500,
  body: { error: { type: 'api_error', message: 'Something went wrong on our end.' } },
}

function write(call: Call, answer: Answer, headers: Record<string, string>) {
  return call.reply
    .code(answer.status)
    .headers(headers)
    .type('application/json')
    .send(JSON.stringify(answer.body, null, 2))
}

/** The same answer a second time on the same connection, as a confused proxy would. */
function writeTwice(call: Call, answer: Answer, headers: Record<string, string>) {
  const body = JSON.stringify(answer.body)
  const all = {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  call.reply.hijack()
  const { raw } = call.reply
  const { socket } = raw
  raw.writeHead(answer.status, all)
  raw.end(body, () => {
    const lines = Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`)
    socket?.write(`HTTP/1.1 ${answer.status} Again\r\n${lines.join('')}\r\n${body}`)
  })
}

function carryOut(work: Work, ordered: Ordered): Answer & { held?: string; remembered: boolean } {
  try {
    return { ...work(ordered), remembered: true }
  } catch (error) {
    if (error instanceof ApiError) return { ...errorAnswer(error), remembered: error.remembered }
    throw error
  }
}

async function send(
  call: Call,
  answer: Answer,
  headers: Record<string, string>,
  order?: CardOrder,
) {
  switch (order?.do) {
    case 'hang':
      call.reply.hijack()
      return
    case 'drop':
      call.reply.hijack()
      call.request.raw.socket.destroy()
      return
    case 'answer-twice':
      writeTwice(call, answer, headers)
      return
    case 'delay':
      await sleep(order.ms ?? 1_000)
      write(call, answer, headers)
      return
    default:
      write(call, answer, headers)
  }
}

interface Exchange extends Call {
  key: string | null
  path: string
  headers: Record<string, string>
  note(status: number, more?: object): void
}

function open({ state }: Answering, call: Call): Exchange {
  const { method, url, headers: sent } = call.request
  const path = new URL(url, 'http://x').pathname
  const requestId = newId('req')
  const key = method === 'POST' ? ((sent['idempotency-key'] as string | undefined) ?? null) : null
  return {
    ...call,
    key,
    path,
    headers: {
      'request-id': requestId,
      'stripe-version': apiVersion,
      ...(key && { 'idempotency-key': key, 'original-request': requestId }),
    },
    note: (status, more = {}) =>
      state.journal.write('request', {
        method,
        path,
        operation: call.operation,
        status,
        ...(key && { idempotencyKey: key }),
        ...more,
      }),
  }
}

function replay({ state }: Answering, exchange: Exchange): boolean {
  const { key, path, headers } = exchange
  if (!key) return false
  const { body } = exchange.request
  const request = digest(typeof body === 'string' ? body : '')
  const seen = begin(state, { key, path, request, requestId: headers['request-id'] ?? '' })
  if (!seen?.answer) return false
  exchange.note(seen.answer.status, { replayed: true })
  write(exchange, seen.answer, {
    ...headers,
    'original-request': seen.requestId,
    'idempotent-replayed': 'true',
  })
  return true
}

/** Orders that keep the work from being done, or put it off. */
async function divert(
  { state }: Answering,
  exchange: Exchange,
  order: CardOrder,
): Promise<boolean> {
  if (order.do === 'never') {
    exchange.note(0, { swallowed: true })
    forget(state, exchange.key)
    exchange.reply.hijack()
    return true
  }
  if (order.do === 'server-error') {
    finish(state, exchange.key, serverError)
    exchange.note(500)
    write(exchange, serverError, { ...exchange.headers, 'stripe-should-retry': 'false' })
    return true
  }
  if (order.do === 'late') await sleep(order.ms ?? 5_000)
  return false
}

/** The merchant waits until somebody releases the payment, gives up long before, or is cut off after `ms`. */
async function park({ state, waiting }: Answering, exchange: Exchange, held: Held) {
  const { intent, ms } = held
  awaitRelease(state, exchange.key, intent)
  exchange.note(0, { held: intent })
  exchange.reply.hijack()
  const { raw } = exchange.reply
  if (ms !== undefined) setTimeout(() => exchange.request.raw.socket.destroy(), ms)
  const answer = await new Promise<Answer>((resolve) => waiting.set(intent, resolve))
  if (raw.destroyed) return
  raw.writeHead(answer.status, { ...exchange.headers, 'content-type': 'application/json' })
  raw.end(JSON.stringify(answer.body))
}

interface Held {
  intent: string
  ms: number | undefined
}

function orderedBy(order: CardOrder | undefined): Ordered {
  if (order?.do === 'refuse') return { refuse: order.code ?? 'generic_decline' }
  return { hold: order?.do === 'hold' }
}

/** From the request to its answer: idempotency, orders, the work, and the news that follows. */
export async function perform(answering: Answering, call: Call, work: Work): Promise<FastifyReply> {
  const { state, webhooks } = answering
  const exchange = open(answering, call)
  const { key, headers, reply } = exchange
  if (replay(answering, exchange)) return reply
  const order = takeOrder(answering, call)
  if (order && (await divert(answering, exchange, order))) return reply

  answering.current = { id: headers['request-id'] ?? null, idempotency_key: key }
  const done = carryOut(work, orderedBy(order))
  const news = webhooks.collect()
  if (done.held) {
    await park(answering, exchange, { intent: done.held, ms: order?.ms })
    return reply
  }
  if (done.remembered) finish(state, key, done)
  else forget(state, key)
  exchange.note(done.status)
  await webhooks.sendEarly(news)
  // The news overtakes a delayed answer, as it does in life.
  setTimeout(() => webhooks.sendRest(news), 5)
  await send(exchange, done, headers, order)
  return reply
}
