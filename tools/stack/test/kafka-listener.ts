import { kafkaBroker } from '@peercert/chassis/kafka-broker'
import { databaseOf, type Things, thingsContract } from '@peercert/chassis/conformance-line'
import { consume } from '@peercert/chassis/consumers'
import { createPool, type Sql } from '@peercert/chassis/database'
import { createLog } from '@peercert/chassis/log'
import { createReceiver } from '@peercert/chassis/receiver'
import { createMetrics } from '@peercert/chassis/telemetry'

/** A member of a group as a process of its own, for tests that kill it. Its work is a row each. */
const [topic = '', databaseUrl = '', brokers = '', password = ''] = process.argv.slice(2)
const log = createLog('listener', { level: 'silent' })
const metrics = createMetrics('listener')
const pool = createPool(databaseUrl)
const broker = kafkaBroker({
  brokers: brokers.split(','),
  sasl: { username: 'operator', password },
  clientId: 'listener',
  sessionTimeoutMs: 6_000,
  log,
  metrics,
})
const consumer = consume<Things, Sql>(databaseOf(pool), thingsContract(topic), {
  'thing.done': async ({ key, data }, tx) => {
    await tx.$executeRaw`insert into effect (key, n, pid) values (${key}, ${data.n}, ${process.pid})`
  },
})
await broker.consume(createReceiver(consumer, { service: 'listener', pool, log, metrics }))
process.once('SIGTERM', () => void broker.close().then(() => process.exit(0)))
