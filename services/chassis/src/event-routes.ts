import type pg from 'pg'
import { outboxDigests, outboxIds, publishAgain } from './outbox-digests.ts'
import { Problem } from './problem.ts'

interface SpanAsked {
  readonly from: string
  readonly until: string
}

interface Deps {
  readonly pool: pg.Pool
}

interface DigestAnswer {
  type: string
  bucket: string
  count: number
  digest: string
}

const mostIds = 10_000

/**
 * What every service that publishes answers about its own outbox (contracts/shared/events.yaml). A
 * service mounts them among its handlers; its contract says that only services may ask.
 */
export const eventRoutes = {
  async listEventDigests({ query }: { query: SpanAsked }, { pool }: Deps) {
    const digests = await outboxDigests(pool, spanOf(query))
    const said = digests.map(({ type, bucket, count, digest }): DigestAnswer => ({
      type,
      bucket: bucket.toISOString(),
      count,
      digest,
    }))
    return { status: 200 as const, body: { digests: said } }
  },

  async listEventIds(
    { query }: { query: SpanAsked & { type: string; after?: string } },
    { pool }: Deps,
  ) {
    const { type, after } = query
    const events = await outboxIds(pool, { ...spanOf(query), type, after, limit: mostIds })
    return { status: 200 as const, body: { events, more: events.length === mostIds } }
  },

  async publishEventsAgain({ body }: { body: { ids: string[] } }, { pool }: Deps) {
    const again = await publishAgain(pool, body.ids)
    return { status: 202 as const, body: { again } }
  },
}

function spanOf({ from, until }: SpanAsked) {
  const span = { from: new Date(from), until: new Date(until) }
  const errors = Object.entries(span)
    .filter(([, instant]) => Number.isNaN(instant.getTime()))
    .map(([name]) => ({ field: `/query/${name}`, reason: 'must be an instant' }))
  if (errors.length > 0) throw new Problem('bad-request', { errors })
  return span
}
