/** A service that says and hears, to be killed: its order is JSON in the first argument. */
import { type Arm, arm } from '@peercert/chassis/failpoints'
import { databaseOf, type Things, thingsContract } from '@peercert/chassis/conformance-line'
import { consume } from '@peercert/chassis/consumers'
import { createPool, inTransaction, type Sql } from '@peercert/chassis/database'
import { createLog } from '@peercert/chassis/log'
import { publisher } from '@peercert/chassis/outbox'
import { createReceiver } from '@peercert/chassis/receiver'
import { createRelay } from '@peercert/chassis/relay'
import { createMetrics } from '@peercert/chassis/telemetry'
import pg from 'pg'
import { busBroker } from './bus.ts'
import { programTime, topic } from './line.ts'

export interface WorkerOrder {
  readonly databaseUrl: string
  /** Numbers to say, each in a transaction of its own. */
  readonly say: readonly number[]
  readonly arm?: Arm
}

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder
if (order.arm) arm(order.arm)
const { databaseUrl } = order
const log = createLog('worker', { level: 'warn' })
const metrics = createMetrics('worker')
const pool = createPool(databaseUrl)
const broker = busBroker(new pg.Pool({ connectionString: databaseUrl, max: 3 }))
const contract = thingsContract(topic)
const clock = { now: () => programTime, machine: () => new Date() }
const things = publisher<Things>(contract, clock as never)
const relay = createRelay({
  source: contract.source,
  topic,
  pool,
  databaseUrl,
  broker,
  log,
  metrics,
  pollMs: 200,
})
const consumer = consume<Things, Sql>(databaseOf(pool), contract, {
  async 'thing.done'(event, tx) {
    await tx.$executeRaw`insert into effect (event_id, n) values (${event.id}::uuid, ${event.data.n})`
  },
})
const receiver = createReceiver(consumer, { service: 'listener', pool, log, metrics, pauseMs: 5 })
await broker.consume(receiver)
relay.start()
for (const n of order.say)
  await inTransaction(pool, (client) =>
    things.publishMany(client, 'thing.done', [{ key: `key-${n % 3}`, data: { n } }]),
  )
