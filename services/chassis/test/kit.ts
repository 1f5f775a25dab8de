import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { testDatabase } from '@peercert/postgres/test-database'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import type { Delivery } from '../src/broker.ts'
import { consume, consumeBatch, type Event } from '../src/consumers.ts'
import type { Consumer } from '../src/consumers.ts'
import { createPool, type Database, inTransaction, type Sql } from '../src/database.ts'
import { eventually } from '../src/eventually.ts'
import { type LocalBroker, localBroker } from '../src/local-broker.ts'
import { createLog } from '../src/log.ts'
import { createReceiver, type Receiver } from '../src/receiver.ts'
import { createRelay, type Relay, relayOnce } from '../src/relay.ts'
import { createMetrics } from '../src/telemetry.ts'
import { contract, databaseOf, type Things, things } from './kit-facts.ts'

export const folder = join(import.meta.dirname, '../prisma')

export const log = createLog('test', { level: process.env.TEST_LOG === 'info' ? 'info' : 'silent' })

export interface TestPool {
  readonly url: string
  readonly pool: pg.Pool
  readonly db: Database
}

const tables = 'outbox, outbox_unsent, delivery, inbox, parked, listening, idempotency_key, job_run'

/** A database with the messaging tables for the file; each test finds them empty. */
export function withDatabase(): TestPool {
  const kit = {} as { url: string; pool: pg.Pool; db: Database }
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await testDatabase(inject('postgresUrl'), 'chassis', folder)
    drop = () => database.drop()
    kit.url = database.url
    kit.pool = createPool(database.url)
    kit.db = databaseOf(kit.pool)
  })
  beforeEach(async () => {
    await kit.pool.query(
      `truncate ${tables} restart identity; drop table if exists ran, effect, remote_log`,
    )
  })
  afterAll(async () => {
    await kit.pool.end()
    await drop()
  })
  return kit
}

export interface Line {
  readonly broker: LocalBroker
  readonly relay: Relay
  relayOnce(): Promise<number>
  listen(consumer: Consumer, service?: string): Promise<Receiver>
  publish(key: string, ...numbers: number[]): Promise<void>
  /** Everything published so far has settled with everybody. */
  quiet(): Promise<void>
}

/** Outbox → relay → local broker → receivers, on two databases. */
export function withLine(from: TestPool, to: TestPool): Line {
  const line = {} as { -readonly [Key in keyof Line]: Line[Key] }
  const stopping: (() => Promise<void>)[] = []
  const metrics = createMetrics('test')
  beforeEach(async () => {
    const { source, topic } = contract
    const { pool, url: databaseUrl } = from
    line.broker = localBroker({ log })
    const options = { source, topic, pool, databaseUrl, broker: line.broker, log, metrics }
    line.relay = createRelay(options)
    line.relayOnce = async () => (await relayOnce(options)).sent
    await line.broker.open({ source, topic, pool, wake: () => line.relay.nudge() })
    line.relay.start()
    stopping.push(
      () => line.relay.stop(),
      () => line.broker.release(topic),
    )
  })
  afterEach(async () => {
    for (const stop of stopping.splice(0).reverse()) await stop()
  })
  line.listen = async (consumer, service = 'listener') => {
    const receiver = createReceiver(consumer, { service, pool: to.pool, log, metrics, pauseMs: 2 })
    const consumption = await line.broker.consume(receiver)
    stopping.push(() => consumption.stop())
    return receiver
  }
  line.publish = (key, ...numbers) => publish(from.pool, key, ...numbers)
  line.quiet = async () => {
    await eventually(async () => {
      const { rows } = await from.pool.query('select 1 from outbox_unsent')
      const pending = [...(await line.broker.pending(contract.topic)).values()]
      return rows.length === 0 && pending.every((count) => count === 0) ? true : undefined
    }, 'the line to be quiet')
  }
  return line
}

export async function publish(pool: pg.Pool, key: string, ...numbers: number[]): Promise<void> {
  await inTransaction(pool, (client) =>
    things.publishMany(
      client,
      'thing.done',
      numbers.map((n) => ({ key, data: { n } })),
    ),
  )
}

type Handle = (event: Event<string, { n: number }>) => Promise<void>

/** Listens one by one, and remembers every call, so that no test leans on a forgiving handler. */
export function listener(db: Database, handle: Handle = async () => {}) {
  const calls: { key: string; n: number }[] = []
  const consumer = consume<Things, Sql>(db, contract, {
    'thing.done': async (event) => {
      calls.push({ key: event.key, n: event.data.n })
      await handle(event)
    },
  })
  return { calls, consumer }
}

export function batchListener(
  handle: (events: readonly number[]) => Promise<void> = async () => {},
) {
  const calls: number[][] = []
  const consumer = consumeBatch<Things, 'thing.done'>(contract, ['thing.done'], async (events) => {
    const numbers = events.map((event) => event.data.n)
    calls.push(numbers)
    await handle(numbers)
  })
  return { calls, consumer }
}

/** A delivery as a broker would bring it; members may be replaced. */
export function delivery(changes: object = {}, around: Partial<Delivery> = {}): Delivery {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: contract.source,
    type: 'thing.done',
    time: '2026-06-15T19:00:00.000Z',
    datacontenttype: 'application/json',
    data: { n: 1 },
    ...changes,
  }
  return { topic: contract.topic, key: 'k', envelope, ...around }
}

export interface ParkedRow {
  readonly consumer: string
  readonly type: string | null
  readonly reason: string
  readonly attempts: number
}

export async function parked(pool: pg.Pool): Promise<ParkedRow[]> {
  const { rows } = await pool.query<ParkedRow>(
    'select consumer, type, reason, attempts from parked where redriven_at is null order by id',
  )
  return rows
}

export const never = new AbortController().signal
