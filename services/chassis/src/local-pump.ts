import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { type Loop, loop } from './background.ts'
import type { Delivery, Producer, Subscription } from './broker.ts'
import { type WaitingRow, waitingRows } from './outbox-rows.ts'
import { reached } from './reached.ts'

const remove = {
  name: 'delivery-remove',
  text: 'delete from delivery where consumer = $1 and id = any($2::bigint[])',
}
const shorten = {
  name: 'delivery-shorten',
  text: `update delivery set seqs = array(
      select seq from unnest(seqs) as seq where seq <> all($3::bigint[]) order by seq)
    where consumer = $1 and id = $2`,
}

export interface PumpOptions {
  /** The back-up for lost wake-ups. */
  readonly pollMs: number
  /** Answers nothing while nobody publishes the topic. */
  readonly using: <T>(work: (producer: Producer) => Promise<T>) => Promise<T | undefined>
}

/** Takes one consumer's deliveries to it, in order. */
export function pumpOf(subscription: Subscription, { pollMs, using }: PumpOptions): Loop {
  return loop({
    name: `deliveries of ${subscription.topic} to ${subscription.consumer}`,
    everyMs: pollMs,
    async run(signal) {
      const passed = await using((producer) => passOn(producer, subscription, signal))
      if (!passed) return false
      if (passed.pauseMs > 0) await delay(passed.pauseMs, undefined, { signal }).catch(() => {})
      return passed.count > 0
    },
  })
}

interface Passed {
  readonly count: number
  readonly pauseMs: number
}

/** Hands over the next deliveries, and forgets exactly what has settled. */
async function passOn(
  producer: Producer,
  subscription: Subscription,
  signal: AbortSignal,
): Promise<Passed> {
  const { consumer, topic, maxBatch } = subscription
  const { pool } = producer
  const rows = await waitingRows(producer, consumer, maxBatch)
  const deliveries = rows.map((row): Delivery => ({
    topic,
    key: row.key,
    envelope: row.envelope,
    bytes: row.bytes,
  }))
  let settled = 0
  let pauseMs = 0
  while (settled < rows.length && pauseMs === 0 && !signal.aborted) {
    const part = deliveries.slice(settled, settled + maxBatch)
    const received = await subscription.receive(part, signal)
    settled += received.settled
    pauseMs = received.pauseMs ?? 0
  }
  await forget(pool, consumer, rows, settled)
  if (settled > 0) await reached('consumer.after-ack', consumer)
  return { count: rows.length, pauseMs }
}

/** Deliveries of which nothing is left go; one that came through partly keeps the rest. */
async function forget(
  pool: pg.Pool,
  consumer: string,
  rows: readonly WaitingRow[],
  settled: number,
): Promise<void> {
  const open = new Set(rows.slice(settled).map((row) => row.delivery))
  const touched = new Set(rows.slice(0, settled).map((row) => row.delivery))
  const done = [...touched].filter((delivery) => !open.has(delivery))
  if (done.length > 0) await pool.query({ ...remove, values: [consumer, done] })
  for (const delivery of [...touched].filter((id) => open.has(id))) {
    const through = rows.slice(0, settled).filter((row) => row.delivery === delivery)
    await pool.query({
      ...shorten,
      values: [consumer, delivery, through.map((row) => row.seq)],
    })
  }
}

/** What each consumer still has to get. */
export async function waitingCounts(pool: pg.Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ consumer: string; count: number }>(
    'select consumer, sum(size)::int as count from delivery group by consumer',
  )
  return new Map(rows.map((row) => [row.consumer, row.count]))
}

/** The latest delivery that the consumer still has to get; null when there is none. */
export async function lastDelivery(pool: pg.Pool, consumer: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string | null }>(
    'select max(id)::text as id from delivery where consumer = $1',
    [consumer],
  )
  return rows[0]?.id ?? null
}

/** The first delivery up to that one which the consumer still has to get; null when there is none. */
export async function firstDelivery(
  pool: pg.Pool,
  consumer: string,
  last: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ id: string | null }>(
    'select min(id)::text as id from delivery where consumer = $1 and id <= $2',
    [consumer, last],
  )
  return rows[0]?.id ?? null
}
