import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Broker, Delivery, OutboxBatch, Producer, Subscription } from './broker.ts'
import { type Loop, loop } from './background.ts'
import type { Log } from './log.ts'
import { envelopeOf, outboxRows } from './outbox-rows.ts'

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
    select consumer, seqs::bigint[] from unnest($1::text[], $2::text[]) as d (consumer, seqs)`,
}
const next = {
  name: 'delivery-next',
  text: `select id::text, seqs::text[] from delivery where consumer = $1 order by id limit 64`,
}
const remove = {
  name: 'delivery-remove',
  text: 'delete from delivery where consumer = $1 and id = any($2::bigint[])',
}
const shorten = {
  name: 'delivery-shorten',
  text: 'update delivery set seqs = $3::bigint[] where consumer = $1 and id = $2',
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
  const reached = routes
    .map((route) => ({ route, types: new Set(route.subscription.types) }))
    .map(({ route, types }) => ({
      route,
      seqs: batch.entries.filter(({ type }) => types.has(type)).map(({ seq }) => seq),
    }))
    .filter(({ seqs }) => seqs.length > 0)
  if (reached.length > 0)
    await tx.query({
      ...insert,
      values: [
        reached.map(({ route }) => route.subscription.consumer),
        reached.map(({ seqs }) => `{${seqs.join(',')}}`),
      ],
    })
  return reached.map(({ route }) => route)
}

type Guarded = <T>(work: (producer: Producer) => Promise<T>) => Promise<T | undefined>

function pumpOf(subscription: Subscription, options: LocalBrokerOptions, guarded: Guarded): Loop {
  return loop({
    name: `deliveries of ${subscription.topic} to ${subscription.consumer}`,
    everyMs: options.pollMs ?? 1_000,
    async run(signal) {
      const passed = await guarded((producer) => passOn(producer, subscription, signal))
      const pauseMs = passed?.pauseMs ?? 0
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal }).catch(() => {})
      return passed !== undefined && (passed.more || pauseMs > 0)
    },
  })
}

/** Hands over one batch, and forgets exactly what has settled. */
async function passOn(
  { pool, source }: Producer,
  { consumer, topic, maxBatch, receive }: Subscription,
  signal: AbortSignal,
): Promise<{ more: boolean; pauseMs: number }> {
  const { rows } = await pool.query<Waiting>({ ...next, values: [consumer] })
  const seqs = rows.flatMap((row) => row.seqs).slice(0, maxBatch)
  if (seqs.length === 0) return { more: false, pauseMs: 0 }
  const events = await outboxRows(pool, seqs)
  const deliveries = events.map((row): Delivery => ({
    topic,
    key: row.key,
    envelope: envelopeOf(source, row),
  }))
  const { settled, pauseMs = 0 } = await receive(deliveries, signal)
  const unsettled = new Set(events.slice(settled).map((row) => row.seq))
  await forget(pool, { consumer, rows, taken: new Set(seqs), unsettled })
  return { more: true, pauseMs }
}

interface Waiting {
  readonly id: string
  readonly seqs: string[]
}

interface Passed {
  readonly consumer: string
  readonly rows: readonly Waiting[]
  readonly taken: ReadonlySet<string>
  readonly unsettled: ReadonlySet<string>
}

async function forget(pool: pg.Pool, { consumer, rows, taken, unsettled }: Passed): Promise<void> {
  const left = rows.map(({ id, seqs }) => ({
    id,
    before: seqs.length,
    rest: seqs.filter((seq) => !taken.has(seq) || unsettled.has(seq)),
  }))
  const done = left.filter(({ rest }) => rest.length === 0).map(({ id }) => id)
  if (done.length > 0) await pool.query({ ...remove, values: [consumer, done] })
  for (const { id, before, rest } of left)
    if (rest.length > 0 && rest.length < before)
      await pool.query({ ...shorten, values: [consumer, id, rest] })
}
