import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { tracedFetch } from '@peercert/chassis/http-spans'
import { Problem } from '@peercert/chassis/problem'
import { passages, type Passage } from '../client/catalog.ts'
import type { Deps } from '../deps.ts'
import type { Session } from '../session/browser.ts'

/** Longer than the card processor may take to answer a payment. */
const limitMs = 40_000
/** Short enough that nobody takes the page for dead. */
const againMs = 400
const sentOn = ['content-type', 'idempotency-key', 'accept-language', 'accept']
const sentBack = ['content-type', 'content-disposition', 'retry-after', 'content-language']

/** /api/<service>/<path>: the session's token goes along, and nothing else of the browser's. */
export function passThrough(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    // Passed on as it came; the service reads it against its contract.
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    for (const passage of passages())
      app.route({
        method: passage.method,
        url: `/api/${passage.service}${passage.path}`,
        onRequest: async (request) => admit(passage, await deps.browsers.sessionOf(request)),
        handler: (request, reply) => pass(passage, request, reply, deps),
      })
  }
}

function admit({ kinds }: Passage, session: Session | null): void {
  if (kinds.has(session?.kind ?? 'anonymous')) return
  throw new Problem(session ? 'not-found' : 'unauthenticated')
}

async function pass(
  passage: Passage,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
): Promise<FastifyReply> {
  const target = targetOf(passage, request, deps)
  const session = passage.open ? null : await deps.browsers.sessionOf(request)
  const held = session && (await deps.tokens.fresh(session))
  let answer = await ask(target, request, held)
  if (answer.status === 503 && request.method === 'GET') {
    // Mostly it passes in a moment: a key that the service sees for the first time, a database that changes hands.
    await answer.body?.cancel()
    await delay(againMs)
    answer = await ask(target, request, held)
  }
  if (answer.status === 401 && held) {
    // Refused before anything was done: the sign-in changed its keys, or ended in between.
    const renewed = await deps.tokens.fresh(held, { atOnce: true })
    answer = await ask(target, request, renewed)
    if (answer.status === 401) throw new Problem('unavailable', { retryAfter: 5 })
  }
  return sendBack(answer, reply)
}

function targetOf({ service, path }: Passage, request: FastifyRequest, deps: Deps): URL {
  const params = request.params as Record<string, string>
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name] ?? ''
    // A dot segment would walk out of the operation that was admitted.
    if (/^\.{0,2}$/.test(value)) throw new Problem('not-found')
    return encodeURIComponent(value)
  })
  const query = request.raw.url?.split('?')[1]
  return new URL(`${deps.urls[service]}${filled}${query ? `?${query}` : ''}`)
}

async function ask(target: URL, request: FastifyRequest, session: Session | null) {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  for (const name of sentOn) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  if (session) headers.set('authorization', `Bearer ${session.private.accessToken}`)
  const body = request.body as Buffer | undefined
  if (!body) headers.delete('content-type')
  return tracedFetch(target, {
    method: request.method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
    ...(body && { body: new Uint8Array(body) }),
  }).catch(() => {
    throw new Problem('unavailable', { retryAfter: 5 })
  })
}

async function sendBack(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(answer.status)
  for (const name of sentBack) {
    const value = answer.headers.get(name)
    if (value !== null) void reply.header(name, value)
  }
  // Small, and read once more on its way: its reference is what staff search for.
  if (answer.headers.get('content-type')?.includes('problem+json'))
    return reply.send(Buffer.from(await answer.arrayBuffer()))
  if (!answer.body) return reply.send()
  return reply.send(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]))
}
