import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Signals } from './signals.ts'
import type { Metrics } from './telemetry.ts'

export interface Health {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, string>>
  /** What is worse than it should be and keeps nobody from being served. */
  readonly degraded: readonly string[]
}

export interface HealthOptions {
  readonly pool: pg.Pool
  readonly metrics: Metrics
  /** False while starting and closing. */
  readonly serving: () => boolean
  readonly signals?: Signals
}

/** What operators and the platform look at. Exempt from the rate limit. */
export function healthRoutes(app: FastifyInstance, options: HealthOptions): void {
  const route = { config: { rateLimit: false }, logLevel: 'silent' as const }
  app.get('/healthz', route, async () => ({ status: 'ok' }))
  app.get('/readyz', route, async (_request, reply) => {
    const health = await healthOf(options)
    return reply.code(health.ready ? 200 : 503).send(health)
  })
  app.get('/metrics', route, async (_request, reply) => {
    await measure(options)
    return reply.type('text/plain; version=0.0.4').send(options.metrics.text())
  })
}

export async function healthOf({ pool, serving, signals }: HealthOptions): Promise<Health> {
  const database = await pool.query('select 1').then(
    () => 'ok',
    () => 'does not answer',
  )
  const state = serving() ? 'ok' : 'starting or closing'
  const checks = { database, state }
  const degraded = signals?.connected === false ? ['signals are away: news come late'] : []
  return { ready: Object.values(checks).every((check) => check === 'ok'), checks, degraded }
}

async function measure({ pool, metrics }: HealthOptions): Promise<void> {
  const { rows } = await pool
    .query<{ unsent: number; age: number; parked: number; waiting: number }>(
      `select (select coalesce(sum(size), 0) from outbox_unsent)::int as unsent,
        (select coalesce(extract(epoch from now() - min(since)), 0)
           from outbox_unsent)::float as age,
        (select count(*) from parked where redriven_at is null)::int as parked,
        (select coalesce(sum(cardinality(seqs)), 0) from delivery)::int as waiting`,
    )
    .catch(() => ({ rows: [] }))
  const [now] = rows
  if (!now) return
  metrics.set('outbox_unsent', now.unsent)
  metrics.set('outbox_oldest_seconds', now.age)
  metrics.set('events_parked', now.parked)
  metrics.set('deliveries_waiting', now.waiting)
}
