import { expect, test } from 'vitest'
import { freshGauges, ownGauges } from '../src/gauges.ts'
import { counter, gauge, histogram } from '../src/metric-catalogue.ts'
import { createMetrics } from '../src/telemetry.ts'
import { withDatabase } from './kit.ts'

const database = withDatabase()

function described() {
  const metrics = createMetrics('things')
  metrics.describe({
    made_total: counter('Things made.'),
    waiting: gauge('Things that wait.'),
    making_seconds: histogram('How long it took.', [0.1, 1]),
  })
  return metrics
}

test('what is read is Prometheus text: what it means, of what type, and its series', () => {
  const metrics = described()
  metrics.add('made_total', { colour: 'blue' }, 2)
  metrics.counter('made_total', { colour: 'blue' })()
  metrics.set('waiting', 7)
  for (const seconds of [0.05, 0.1, 0.5, 30]) metrics.observe('making_seconds', seconds)
  expect(metrics.text()).toBe(`# HELP peercert_made_total Things made.
# TYPE peercert_made_total counter
peercert_made_total{service="things",colour="blue"} 3
# HELP peercert_waiting Things that wait.
# TYPE peercert_waiting gauge
peercert_waiting{service="things"} 7
# HELP peercert_making_seconds How long it took.
# TYPE peercert_making_seconds histogram
peercert_making_seconds_bucket{service="things",le="0.1"} 2
peercert_making_seconds_bucket{service="things",le="1"} 3
peercert_making_seconds_bucket{service="things",le="+Inf"} 4
peercert_making_seconds_sum{service="things"} 30.65
peercert_making_seconds_count{service="things"} 4
`)
  expect(metrics.get('making_seconds')).toBe(4)
})

test('a label cannot break out of its line', () => {
  const metrics = described()
  metrics.set('waiting', 1, { name: 'a"} 5\nevil{b="\\' })
  expect(metrics.text().trimEnd().split('\n')).toHaveLength(3)
})

test('a series that is no more is not shown as if it had stayed', () => {
  const metrics = described()
  metrics.replace('waiting', [[{ queue: 'a' }, 1]])
  metrics.replace('waiting', [[{ queue: 'b' }, 2]])
  expect(metrics.text()).not.toContain('queue="a"')
  expect(metrics.get('waiting', { queue: 'b' })).toBe(2)
})

test('figures are fetched when somebody reads, by all readers once, and not again at once', async () => {
  let fetches = 0
  const slow = { everyMs: 60_000, read: async () => void (fetches += 1) }
  let reads = 0
  const free = { everyMs: 0, read: () => void (reads += 1) }
  const refresh = freshGauges([slow, free], described())
  expect(fetches).toBe(0)
  await Promise.all([refresh(), refresh(), refresh()])
  await refresh()
  expect([fetches, reads]).toEqual([1, 4])
})

test('outbox, parked events, jobs, pool and process are told', async () => {
  await database.pool.query(
    `insert into parked (consumer, topic, key, envelope, reason, attempts)
     values ('a', 't', 'k', '{}', 'r', 1), ('a', 't', 'k', '{}', 'r', 1), ('b', 't', 'k', '{}', 'r', 1)`,
  )
  await database.pool.query(
    `insert into job_run (job, day, state, finished_at) values ('remind', '2026-06-15', 'done', now())`,
  )
  const metrics = createMetrics('things')
  await freshGauges(ownGauges(database.pool), metrics)()
  expect(metrics.get('outbox_unsent')).toBe(0)
  expect(metrics.get('events_parked', { consumer: 'a' })).toBe(2)
  expect(metrics.get('events_parked', { consumer: 'b' })).toBe(1)
  const { rows } = await database.pool.query<{ now: number }>(
    'select extract(epoch from now())::float as now',
  )
  const age = (rows[0]?.now ?? 0) - metrics.get('job_last_success_seconds', { job: 'remind' })
  expect(age).toBeGreaterThanOrEqual(0)
  expect(age).toBeLessThan(60)
  expect(metrics.get('database_answers')).toBe(1)
  expect(metrics.get('database_connections_max')).toBe(10)
  expect(metrics.get('process_memory_bytes')).toBeGreaterThan(1e7)
  expect(metrics.text()).not.toContain('Nobody has described it')
})

test('a database that does not answer is told, and leaves no figure behind that looks fresh', async () => {
  const dead = { query: () => Promise.reject(new Error('no')), options: {} } as never
  const metrics = createMetrics('things')
  await freshGauges(ownGauges(dead), metrics)()
  expect(metrics.get('database_answers')).toBe(0)
  expect(metrics.text()).not.toContain('outbox_unsent{')
})
