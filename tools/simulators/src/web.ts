import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerFactory,
} from 'fastify'
import type { Journal } from './journal.ts'
import type { Order, OrderBook } from './orders.ts'

/** Something the caller did wrong, answered as plain JSON on the desk of a simulator. */
export class Refused extends Error {
  readonly statusCode: number
  constructor(message: string, statusCode = 400) {
    super(message)
    this.statusCode = statusCode
  }
}

const assets = fileURLToPath(new URL('../assets/', import.meta.url))
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
}

export function sendAsset(reply: FastifyReply, path: string) {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cache-control', path.endsWith('.woff2') ? 'max-age=86400' : 'no-cache')
  return reply.type(types[extname(path)] ?? 'text/plain').send(readFileSync(join(assets, path)))
}

export function buildWeb(serverFactory?: FastifyServerFactory): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: 10 * 1024 * 1024,
    ...(serverFactory && { serverFactory }),
  })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )
  app.get('/healthz', () => ({ ok: true }))
  app.get<{ Params: { file: string } }>('/assets/:file', (request, reply) =>
    /^[a-z-]+\.(css|js|woff2)$/.test(request.params.file)
      ? sendAsset(reply, request.params.file)
      : reply.code(404).send({ error: 'there is no such file' }),
  )
  return app
}

export async function listen(app: FastifyInstance, port: number, host: string): Promise<string> {
  await app.listen({ port, host })
  return addressOf(app.server, host)
}

export function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** A hanging answer must not keep a simulator from closing. */
export async function closeWeb(app: FastifyInstance): Promise<void> {
  app.server.closeAllConnections()
  await app.close()
}

interface Desk<T extends Order> {
  journal: Journal
  orders: OrderBook<T>
  /** Reads an order from outside, or throws Refused; may carry it out at once and answer what came of it. */
  accept(body: Record<string, unknown>): Promise<object> | object
}

/** The desk every simulator has: what happened, and what it has been told to do. */
export function addDesk<T extends Order>(
  app: FastifyInstance,
  { journal, orders, accept }: Desk<T>,
) {
  app.get<{ Querystring: Record<string, string> }>('/journal', ({ query }) =>
    journal.read({
      since: Number(query.since ?? 0) || 0,
      ...(query.what && { what: query.what }),
      ...(query.limit && { limit: Number(query.limit) || 100 }),
    }),
  )
  app.get('/orders', () => orders.list())
  app.post('/orders', async (request, reply) => {
    // JSON only: a page of a stranger cannot send that here without being asked first.
    if (!request.headers['content-type']?.startsWith('application/json'))
      throw new Refused('send application/json', 415)
    if (typeof request.body !== 'object' || request.body === null)
      throw new Refused('an order is an object')
    const answer = await accept(request.body as Record<string, unknown>)
    journal.write('order', { order: request.body })
    return reply.code(201).send(answer)
  })
  app.delete('/orders', async (_request, reply) => {
    orders.clear()
    return reply.code(204).send()
  })
  app.delete<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    orders.remove(request.params.id)
    return reply.code(204).send()
  })
}

/** `times` of an order: a number from 1 up, or 'always'. */
export function readTimes(value: unknown): number | 'always' {
  if (value === undefined) return 1
  if (value === 'always' || (Number.isInteger(value) && Number(value) > 0))
    return value as number | 'always'
  throw new Refused("times is a number from 1 up, or 'always'")
}

export function readMs(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && value >= 0 && value <= 86_400_000) return value
  throw new Refused('ms is a number of milliseconds')
}
