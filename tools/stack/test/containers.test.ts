import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@peercert/chassis/eventually'
import { createLog } from '@peercert/chassis/log'
import { natsSignals } from '@peercert/chassis/nats-signals'
import { signalsConformance } from '@peercert/chassis/signals-conformance'
import { createMetrics } from '@peercert/chassis/telemetry'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipContainers } from '../src/containers/engine.ts'
import { type KafkaContainer, startKafkaContainer } from '../src/containers/kafka.ts'
import { type NatsContainer, startNatsContainer } from '../src/containers/nats.ts'
import { type PostgresContainer, startPostgresContainer } from '../src/containers/postgres.ts'
import { clientOf } from '../src/kafka/operator.ts'

const reason = await skipContainers(['postgres', 'nats', 'kafka'])
const why = reason ? ` (${reason})` : ''
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peercert-containers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(reason)(`PostgreSQL in a container${why}`, () => {
  let postgres: PostgresContainer
  beforeAll(async () => {
    postgres = await startPostgresContainer({ log: join(folder, 'postgres.log') })
  })
  afterAll(() => postgres?.stop())

  const databaseOf = async (name: string) => {
    const url = await createDatabase(postgres.adminUrl, { name, user: name, password: 'of tests' })
    await applyMigrations(url, join(import.meta.dirname, '../../../services/chassis/prisma'))
    return url
  }
  const asking = async <T extends object>(url: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    await client.connect()
    try {
      return (await client.query<T>(sql)).rows
    } finally {
      await client.end()
    }
  }

  test('it takes the migrations, keeps services apart, and loses nothing when it is killed', async () => {
    const [payments, identity] = [await databaseOf('payments'), await databaseOf('identity')]
    await asking(
      payments,
      `insert into outbox (type, key, data, occurred_at) values ('thing.done', 'k', '{"n": 1}', now())`,
    )
    const foreign = new URL(payments)
    foreign.pathname = new URL(identity).pathname
    await expect(asking(foreign.href, 'select 1')).rejects.toThrow(/permission denied/)

    const before = postgres.pid
    expect(before).toBeGreaterThan(0)
    await postgres.kill()
    await expect(asking(payments, 'select 1')).rejects.toThrow()
    await postgres.start()
    expect(postgres.pid).not.toBe(before)
    expect(await asking(payments, 'select type, key from outbox')).toEqual([
      { type: 'thing.done', key: 'k' },
    ])
  })
})

describe.skipIf(reason)(`NATS in a container${why}`, () => {
  const users = { portal: 'a password: with /signs', payments: 'another one' }
  let nats: NatsContainer
  beforeAll(async () => {
    nats = await startNatsContainer({ log: join(folder, 'nats.log'), users })
  })
  afterAll(() => nats?.stop())

  const signalsOf = async (name: keyof typeof users) => {
    const metrics = createMetrics(name)
    const log = createLog(name, { level: 'silent' })
    const signals = await natsSignals({ url: nats.urlOf(name), name, log, metrics })
    const connected = async () => metrics.get('signals_connected') === 1 || undefined
    await eventually(connected, 'the connection')
    return signals
  }

  signalsConformance(async () => {
    const [here, there] = [await signalsOf('payments'), await signalsOf('portal')]
    return {
      here,
      there,
      close: async () => void (await Promise.all([here.close(), there.close()])),
    }
  })
})

describe.skipIf(reason)(`Kafka in a container${why}`, () => {
  let kafka: KafkaContainer
  beforeAll(async () => {
    kafka = await startKafkaContainer({ log: join(folder, 'kafka.log') })
  })
  afterAll(() => kafka?.stop())

  const send = async (principal: string, topic: string, value: string) => {
    const producer = clientOf(kafka, principal).producer({
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: 'k', value }] })
    } finally {
      await producer.disconnect()
    }
  }

  test('each writes its own topic and no other, and what was acknowledged outlives a kill', async () => {
    const topic = 'peercert.payments.v1'
    await send('payments', topic, 'first')
    await expect(send('identity', topic, 'forged')).rejects.toThrow(/authorized/i)
    await kafka.kill()
    await kafka.start()
    await send('payments', topic, 'second')
    expect(await valuesOf(kafka, topic, 2)).toEqual(['first', 'second'])
  })
})

async function valuesOf(kafka: KafkaContainer, topic: string, count: number): Promise<string[]> {
  const consumer = clientOf(kafka).consumer({ groupId: 'operator@test' })
  const values: string[] = []
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ message }) => void values.push(message.value?.toString() ?? ''),
    })
    await eventually(async () => values.length >= count || undefined, 'the records')
    return values
  } finally {
    await consumer.disconnect()
  }
}
