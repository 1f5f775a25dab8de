import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Broker, Consumption } from './broker.ts'
import { fixedClock } from './clock.ts'
import { consume, consumeBatch, type Consumer, type Event } from './consumers.ts'
import type { EventContract } from './contract.ts'
import { type Database, inTransaction, type Sql } from './database.ts'
import { eventually } from './eventually.ts'
import { createLog } from './log.ts'
import { publisher } from './outbox.ts'
import { sendParkedAgain } from './parking.ts'
import { createReceiver, type Receiver } from './receiver.ts'
import { createRelay, type Relay } from './relay.ts'
import { createMetrics, type Metrics } from './telemetry.ts'

/** Facts about things; `n` counts them. */
export interface Things {
  'thing.done': { n: number }
  'thing.undone': { n: number }
}

export const thingsContract = (topic: string): EventContract => ({
  source: 'urn:peercert:things',
  topic,
  types: {
    'thing.done': {
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer' } },
    },
    'thing.undone': { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
  },
})

/** What a Prisma client does for the chassis, on a plain pool. */
export function databaseOf(pool: pg.Pool): Database {
  return { $transaction: (work) => inTransaction(pool, (client) => work(sqlOf(client))) }
}

function sqlOf(client: pg.PoolClient): Sql {
  const textOf = (parts: TemplateStringsArray) =>
    parts.reduce((text, part, index) => `${text}$${index}${part}`)
  return {
    async $executeRaw(parts, ...values) {
      return (await client.query(textOf(parts), values)).rowCount ?? 0
    },
    async $queryRaw<T>(parts: TemplateStringsArray, ...values: unknown[]) {
      return (await client.query(textOf(parts), values)).rows as T
    },
  }
}

export interface LineGround {
  readonly topic: string
  readonly broker: Broker
  /** Of the service that publishes. */
  readonly from: pg.Pool
  readonly databaseUrl: string
  /** Of the services that listen. */
  readonly to: pg.Pool
}

export interface Heard {
  readonly consumer: string
  /** Every call of the handler, so that no test leans on a forgiving one. */
  readonly calls: { key: string; n: number }[]
  readonly metrics: Metrics
  readonly receiver: Receiver
  stop(): Promise<void>
}

type Handle = (event: Event<string, { n: number }>) => Promise<void>

// oxlint-disable-next-line node/no-process-env -- only tests run this
const level = process.env.TEST_LOG === 'info' ? 'info' : 'silent'
const silent = createLog('conformance', { level })

/** Outbox → relay → broker → receivers, on two databases. */
export class Line {
  readonly ground: LineGround
  readonly relay: Relay
  readonly #contract: EventContract
  readonly #stopping: (() => Promise<void>)[] = []

  constructor(ground: LineGround) {
    this.ground = ground
    this.#contract = thingsContract(ground.topic)
    const { topic, broker, from: pool, databaseUrl } = ground
    const { source } = this.#contract
    const options = { source, topic, pool, databaseUrl, broker, batchSize: 200, pollMs: 200 }
    this.relay = createRelay({ ...options, log: silent, metrics: createMetrics('line') })
  }

  async open(): Promise<void> {
    const { topic, broker, from: pool } = this.ground
    await broker.open({
      source: this.#contract.source,
      topic,
      pool,
      wake: () => this.relay.nudge(),
    })
    this.relay.start()
  }

  async listen(name: string, handle: Handle = async () => {}): Promise<Heard> {
    const calls: Heard['calls'] = []
    const take = async (event: Event<string, { n: number }>) => {
      calls.push({ key: event.key, n: event.data.n })
      await handle(event)
    }
    const handlers = { 'thing.done': take as never }
    const db = databaseOf(this.ground.to)
    return this.#attach(consume<Things, Sql>(db, this.#contract, handlers), name, calls)
  }

  async listenInBatches(name: string, sizes: number[] = []): Promise<Heard> {
    const calls: Heard['calls'] = []
    const consumer = consumeBatch<Things, 'thing.done'>(
      this.#contract,
      ['thing.done'],
      async (events) => {
        sizes.push(events.length)
        calls.push(...events.map(({ key, data }) => ({ key, n: data.n })))
      },
    )
    return this.#attach(consumer, name, calls)
  }

  async #attach(consumer: Consumer, service: string, calls: Heard['calls']): Promise<Heard> {
    const metrics = createMetrics(service)
    const options = { service, pool: this.ground.to, log: silent, metrics, pauseMs: 2 }
    const receiver = createReceiver(consumer, options)
    const consumption: Consumption = await this.ground.broker.consume(receiver)
    let stopped: Promise<void> | undefined
    const stop = () => (stopped ??= consumption.stop())
    this.#stopping.push(stop)
    return { consumer: receiver.consumer, calls, metrics, receiver, stop }
  }

  async publish(key: string, ...numbers: number[]): Promise<void> {
    await this.publishAll(numbers.map((n) => ({ key, data: { n } })))
  }

  async publishAll(rows: readonly { key: string; data: { n: number } }[]): Promise<void> {
    const things = publisher<Things>(this.#contract, fixedClock('2026-06-15T19:00:00Z'))
    await inTransaction(this.ground.from, (client) =>
      things.publishMany(client, 'thing.done', rows),
    )
  }

  /** What a running service does every two seconds. */
  async redriveUnsent(): Promise<number> {
    const count = await sendParkedAgain(this.ground.from)
    this.relay.nudge()
    return count
  }

  /** An envelope as a relay writes it; members may be replaced. */
  envelope(changes: object = {}): object {
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: this.#contract.source,
      type: 'thing.done',
      time: '2026-06-15T19:00:00.000Z',
      datacontenttype: 'application/json',
      data: { n: 1 },
      ...changes,
    }
  }

  /** Everything published so far has settled with everybody who listens. */
  async quiet(): Promise<void> {
    const { from, broker, topic } = this.ground
    await eventually(
      async () => {
        const { rowCount } = await from.query('select 1 from outbox_unsent')
        if (rowCount) return undefined
        if (broker.health?.().degraded.length) return undefined
        const pending = await broker.pending(topic).catch(() => undefined)
        if (!pending) return undefined
        return [...pending.values()].every((count) => count === 0) || undefined
      },
      'the line to be quiet',
      120_000,
    )
  }

  async close(): Promise<void> {
    for (const stop of this.#stopping) await stop()
    await this.relay.stop()
    await this.ground.broker.release(this.ground.topic)
  }
}
