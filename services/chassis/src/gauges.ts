import { monitorEventLoopDelay } from 'node:perf_hooks'
import type pg from 'pg'
import type { Metrics } from './telemetry.ts'

/** Figures that somebody has to fetch. They are fetched when metrics are read, and not more often than said. */
export interface Gauges {
  readonly everyMs: number
  read(metrics: Metrics): Promise<void> | void
}

/** Answers how to bring all of them up to date; readers that come together share one fetch. */
export function freshGauges(all: readonly Gauges[], metrics: Metrics): () => Promise<void> {
  const fetches = all.map((gauges) => {
    let at = Number.NEGATIVE_INFINITY
    let fetching = Promise.resolve()
    return (): Promise<void> => {
      if (performance.now() - at < gauges.everyMs) return fetching
      at = performance.now()
      // A figure that cannot be had is not written as if it had not changed: see database_answers.
      fetching = Promise.resolve(gauges.read(metrics)).catch(() => {})
      return fetching
    }
  })
  return async () => void (await Promise.all(fetches.map((fetch) => fetch())))
}

/** What every service has: messaging, jobs, pool and process. */
export function ownGauges(pool: pg.Pool): Gauges[] {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  return [
    // First, or our own questions would be counted as work that waits.
    { everyMs: 0, read: (metrics) => connections(pool, metrics) },
    { everyMs: 0, read: (metrics) => processFigures(delay, metrics) },
    { everyMs: 2_000, read: (metrics) => messaging(pool, metrics) },
    { everyMs: 15_000, read: (metrics) => jobs(pool, metrics) },
  ]
}

async function messaging(pool: pg.Pool, metrics: Metrics): Promise<void> {
  const { rows } = await pool
    .query<{ unsent: number; age: number; waiting: number; parked: Record<string, number> }>(
      `select (select coalesce(sum(size), 0) from outbox_unsent)::int as unsent,
        (select coalesce(extract(epoch from now() - min(since)), 0)
           from outbox_unsent)::float as age,
        (select coalesce(sum(size), 0) from delivery)::int as waiting,
        (select coalesce(jsonb_object_agg(consumer, count), '{}') from (
           select consumer, count(*) from parked where redriven_at is null group by consumer)
           as each_one) as parked`,
    )
    .catch(() => ({ rows: [] }))
  const [now] = rows
  metrics.set('database_answers', now ? 1 : 0)
  if (!now) return
  metrics.set('outbox_unsent', now.unsent)
  metrics.set('outbox_oldest_seconds', now.age)
  metrics.set('deliveries_waiting', now.waiting)
  const parked = Object.entries(now.parked)
  metrics.replace(
    'events_parked',
    parked.map(([consumer, count]) => [{ consumer }, count]),
  )
}

async function jobs(pool: pg.Pool, metrics: Metrics): Promise<void> {
  const { rows } = await pool.query<{ job: string; at: number }>(
    `select job, extract(epoch from max(finished_at))::float as at
     from job_run where state = 'done' group by job`,
  )
  metrics.replace(
    'job_last_success_seconds',
    rows.map(({ job, at }) => [{ job }, at]),
  )
}

function connections(pool: pg.Pool, metrics: Metrics): void {
  const { totalCount, idleCount, waitingCount, options } = pool
  metrics.set('database_connections', idleCount, { state: 'idle' })
  metrics.set('database_connections', totalCount - idleCount, { state: 'busy' })
  metrics.set('database_connections_max', options.max ?? 10)
  metrics.set('database_waiting', waitingCount)
}

const resolutionMs = 20
type Delay = ReturnType<typeof monitorEventLoopDelay>

function processFigures(delay: Delay, metrics: Metrics): void {
  // The timer itself takes its resolution; what is beyond it is lag. Before its first tick there is none.
  const seconds = (nanoseconds: number) =>
    Math.max(0, (nanoseconds || 0) / 1e9 - resolutionMs / 1_000)
  metrics.set('event_loop_lag_seconds', seconds(delay.percentile(50)), { quantile: '0.5' })
  metrics.set('event_loop_lag_seconds', seconds(delay.percentile(99)), { quantile: '0.99' })
  metrics.set('event_loop_lag_seconds', seconds(delay.max), { quantile: '1' })
  delay.reset()
  const { user, system } = process.cpuUsage()
  metrics.set('process_cpu_seconds_total', (user + system) / 1e6)
  metrics.set('process_memory_bytes', process.memoryUsage.rss())
  metrics.set('process_start_seconds', performance.timeOrigin / 1_000)
}
