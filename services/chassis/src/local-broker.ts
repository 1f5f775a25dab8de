import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Broker, OutboxBatch, Subscription } from './broker.ts'
import type { Log } from './log.ts'
import { concatenated } from './outbox-rows.ts'
import { firstDelivery, lastDelivery, pumpOf, waitingCounts } from './local-pump.ts'
import { producerTable } from './producer-table.ts'

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

const lookMs = 20

const insert = {
  name: 'delivery-insert',
  text: `insert into delivery (consumer, seqs)
    select consumer, list::bigint[] from unnest($1::text[], $2::text[]) as part (consumer, list)`,
}

/**
 * Facts inside one process, durable in the producers' own databases: the relay's transaction leaves
 * a delivery for each consumer, and each consumer takes its own in order. One that pauses or parks
 * holds up nobody else.
 */
export function localBroker(options: LocalBrokerOptions): LocalBroker {
  const producers = producerTable()
  const routes = new Map<string, Route[]>()
  const routesOf = (topic: string) => routes.get(topic) ?? []
  let begun = false

  return {
    begin() {
      begun = true
      producers.wake()
    },
    ready: () => begun,
    async open(producer) {
      producers.open(producer)
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
      const pump = pumpOf(subscription, {
        pollMs: options.pollMs ?? 1_000,
        using: (work) => producers.using(topic, work),
      })
      routes.set(topic, [...others, { subscription, nudge: () => pump.nudge() }])
      pump.start(options.log)
      return { stop: () => pump.stop() }
    },
    async pending(topic) {
      const waiting = await producers.using(topic, ({ pool }) => waitingCounts(pool))
      return waiting ?? new Map()
    },
    async passed(topic, consumer, withinMs) {
      const last = await producers.using(topic, ({ pool }) => lastDelivery(pool, consumer))
      const end = performance.now() + withinMs
      // Undefined: nobody publishes the topic in this process, so nobody knows what is on its way.
      for (let open = last; open !== null; await delay(lookMs)) {
        if (last === undefined || last === null || performance.now() > end) return false
        open = await producers.using(topic, ({ pool }) => firstDelivery(pool, consumer, last))
      }
      return true
    },
    release: (topic) => producers.release(topic),
  }
}

async function deliver(
  tx: pg.ClientBase,
  batch: OutboxBatch,
  routes: readonly Route[],
): Promise<Route[]> {
  const parts = routes.flatMap((route) => {
    const lists = route.subscription.types.flatMap((type) => batch.seqs.get(type) ?? [])
    return lists.length === 0 ? [] : [{ route, seqs: concatenated(lists) }]
  })
  if (parts.length === 0) return []
  const consumers = parts.map(({ route }) => route.subscription.consumer)
  await tx.query({ ...insert, values: [consumers, parts.map(({ seqs }) => seqs)] })
  return parts.map(({ route }) => route)
}
