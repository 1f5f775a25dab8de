import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Broker } from './broker.ts'
import { freshGauges, type Gauges, ownGauges } from './gauges.ts'
import { exposePoints } from './reached.ts'
import type { Signals } from './signals.ts'
import type { Metrics } from './telemetry.ts'

export interface Health {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, string>>
  /** What is worse than it should be and keeps nobody from being served. */
  readonly degraded: readonly string[]
  /** Machine time since each consumer last heard or did something, where the broker knows. */
  readonly silentSeconds?: Readonly<Record<string, number>>
}

export interface HealthOptions {
  readonly pool: pg.Pool
  readonly metrics: Metrics
  /** False while starting and closing. */
  readonly serving: () => boolean
  readonly signals?: Signals
  readonly broker?: Broker
  /** What the service measures beside what each one does. */
  readonly gauges?: readonly Gauges[]
}

/** What operators and the platform look at. Exempt from the rate limit. */
export function healthRoutes(app: FastifyInstance, options: HealthOptions): void {
  const route = { config: { rateLimit: false }, logLevel: 'silent' as const }
  app.get('/healthz', route, async () => ({ status: 'ok' }))
  app.get('/readyz', route, async (_request, reply) => {
    const health = await healthOf(options)
    return reply.code(health.ready ? 200 : 503).send(health)
  })
  exposePoints(app)
  const { pool, metrics, broker, gauges = [] } = options
  const refresh = freshGauges([...ownGauges(pool), silence(broker), ...gauges], metrics)
  app.get('/metrics', route, async (_request, reply) => {
    await refresh()
    return reply.type('text/plain; version=0.0.4').send(metrics.text())
  })
}

export async function healthOf(options: HealthOptions): Promise<Health> {
  const { pool, serving, signals, broker } = options
  const database = await pool.query('select 1').then(
    () => 'ok',
    () => 'does not answer',
  )
  const state = serving() ? 'ok' : 'starting or closing'
  const checks = { database, state }
  const facts = broker?.health?.()
  const degraded = [
    ...(signals?.connected === false ? ['signals are away: news come late'] : []),
    ...(facts?.degraded ?? []),
  ]
  return {
    ready: Object.values(checks).every((check) => check === 'ok'),
    checks,
    degraded,
    ...(facts && { silentSeconds: facts.silentSeconds }),
  }
}

function silence(broker: Broker | undefined): Gauges {
  return {
    everyMs: 0,
    read(metrics) {
      const seconds = Object.entries(broker?.health?.().silentSeconds ?? {})
      metrics.replace(
        'consumer_silent_seconds',
        seconds.map(([consumer, value]) => [{ consumer }, value]),
      )
    },
  }
}
