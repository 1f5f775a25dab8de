import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Broker, Delivery, OutboxBatch, Producer, Subscription } from './broker.ts'
import { type Loop, loop } from './background.ts'
import type { Log } from './log.ts'
import { envelopeOf, type WaitingRow, waitingRows } from './outbox-rows.ts'

export interface LocalBroker extends Broker {
  /**
   * Opens the gate for publishing, once every service of the process has said what it listens to.
   * Before that relays wait: a fact must not pass a consumer that is about to subscribe.
   */
  begin(): void
}

export interface LocalBrokerOptions {
  readonly log: Log
  /** The back-up for lost wake-ups. */
  readonly pollMs?: number
}

interface Route {
  readonly subscription: Subscription
  nudge(): void
}

const insert = {
  name: 'delivery-insert',
  text: `insert into delivery (consumer, seqs)
    select consumer, array_agg(seq order by seq)
    from unnest($1::text[], $2::text[]) as part (consumer, list), unnest(list::bigint[]) as seq
    group by consumer`,
}
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

/**
 * Facts inside one process, durable in the producers' own databases: the relay's transaction leaves
 * a delivery for each consumer, and each consumer takes its own in order. One that pauses or parks
 * holds up nobody else.
 */
export function localBroker(options: LocalBrokerOptions): LocalBroker {
  const producers = new Map<string, Producer>()
  const routes = new Map<string, Route[]>()
  const busy = new Map<string, Set<Promise<unknown>>>()
  let begun = false

  const routesOf = (topic: string) => routes.get(topic) ?? []

  return {
    begin() {
      begun = true
      for (const producer of producers.values()) producer.wake()
    },
    ready: () => begun,
    async open(producer) {
      producers.set(producer.topic, producer)
      for (const route of routesOf(producer.topic)) route.nudge()
    },
    async publish(tx, batch) {
      const reached = await deliver(tx, batch, routesOf(batch.topic))
      return () => {
        for (const route of reached) route.nudge()
      }
    },
    async consume(subscription) {
      const { topic, consumer } = subscription
      const others = routesOf(topic).filter((route) => route.subscription.consumer !== consumer)
      const pump = pumpOf(subscription, options, (work) => guarded(topic, work))
      routes.set(topic, [...others, { subscription, nudge: pump.nudge }])
      pump.start(options.log)
      return { stop: () => pump.stop() }
    },
    async pending(topic) {
      const producer = producers.get(topic)
      if (!producer) return new Map()
      const { rows } = await producer.pool.query<{ consumer: string; count: number }>(
        'select consumer, sum(cardinality(seqs))::int as count from delivery group by consumer',
      )
      return new Map(rows.map((row) => [row.consumer, row.count]))
    },
    async release(topic) {
      producers.delete(topic)
      await Promise.allSettled([...(busy.get(topic) ?? [])])
    },
  }

  /** Remembers work on a producer's pool, so that release() can wait for it. */
  async function guarded<T>(topic: string, work: (producer: Producer) => Promise<T>) {
    const producer = producers.get(topic)
    if (!producer) return undefined
    const running = work(producer)
    const all = busy.get(topic) ?? new Set()
    busy.set(topic, all.add(running))
    try {
      return await running
    } finally {
      all.delete(running)
    }
  }
}

async function deliver(
  tx: pg.ClientBase,
  batch: OutboxBatch,
  routes: readonly Route[],
): Promise<Route[]> {
  const parts = routes.flatMap((route) =>
    route.subscription.types
      .filter((type) => batch.seqs.has(type))
      .map((type) => ({ route, seqs: batch.seqs.get(type) })),
  )
  if (parts.length === 0) return []
  const consumers = parts.map(({ route }) => route.subscription.consumer)
  await tx.query({ ...insert, values: [consumers, parts.map(({ seqs }) => seqs)] })
  return [...new Set(parts.map(({ route }) => route))]
}

type Guarded = <T>(work: (producer: Producer) => Promise<T>) => Promise<T | undefined>

function pumpOf(subscription: Subscription, options: LocalBrokerOptions, guarded: Guarded): Loop {
  // One delivery holds what one pass of the relay sent: many facts under load, one otherwise.
  let deliveries = 1
  return loop({
    name: `deliveries of ${subscription.topic} to ${subscription.consumer}`,
    everyMs: options.pollMs ?? 1_000,
    async run(signal) {
      const passed = await guarded((producer) => passOn(producer, subscription, deliveries, signal))
      if (!passed) return false
      deliveries = Math.ceil((deliveries * subscription.maxBatch) / Math.max(1, passed.count))
      deliveries = Math.min(deliveries, subscription.maxBatch)
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
  { pool, source }: Producer,
  { consumer, topic, maxBatch, receive }: Subscription,
  limit: number,
  signal: AbortSignal,
): Promise<Passed> {
  const rows = await waitingRows(pool, consumer, limit)
  const deliveries = rows.map((row): Delivery => ({
    topic,
    key: row.key,
    envelope: envelopeOf(source, row),
  }))
  let settled = 0
  let pauseMs = 0
  while (settled < rows.length && pauseMs === 0 && !signal.aborted) {
    const part = deliveries.slice(settled, settled + maxBatch)
    const received = await receive(part, signal)
    settled += received.settled
    pauseMs = received.pauseMs ?? 0
  }
  await forget(pool, consumer, rows, settled)
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
