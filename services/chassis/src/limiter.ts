import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Caller, nobody } from './caller.ts'
import { Problem } from './problem.ts'

/** Counts a request; throws the Problem `too-many-requests`. */
export type Limit = (request: FastifyRequest, caller: Caller) => Promise<void>

/**
 * So many requests a minute: of a person, wherever they come from, since the portal speaks for
 * everybody from one address; of an address, while nobody has signed in. Services among themselves
 * are not counted: a batch may ask thousands of times.
 */
export async function limiter(app: FastifyInstance, perMinute: number): Promise<Limit> {
  if (perMinute === 0) return async () => {}
  const people = new WeakMap<FastifyRequest, string>()
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => people.get(request) ?? request.ip,
  })
  const count = app.createRateLimit()
  return async (request, caller) => {
    if (caller.service !== null) return
    if (caller !== nobody) people.set(request, `${caller.realm}/${caller.subject}`)
    const result = await count(request)
    if (!result.isAllowed && result.isExceeded)
      throw new Problem('too-many-requests', { retryAfter: result.ttlInSeconds })
  }
}
