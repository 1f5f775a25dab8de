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
import { choosePorts } from '@peercert/local/ports'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipContainers } from '../src/containers/engine.ts'
import { forgetVolume, volumeOf } from '../src/containers/container.ts'
import type { KafkaCluster } from '../src/kafka/cluster.ts'
import { clientOf } from '../src/kafka/operator.ts'
import type { NatsServer } from '../src/nats/server.ts'
import type { PostgresUnit } from '../src/postgres.ts'
import { groundOf } from '../src/ways.ts'

const reason = await skipContainers(['postgres', 'nats', 'kafka'])
const why = reason ? ` (${reason})` : ''
const ground = await groundOf('containers')
let folder: string
const dataDir = (part: string) => join(folder, part)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peercert-containers-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(reason)(`PostgreSQL in a container${why}`, () => {
  let postgres: PostgresUnit
  beforeAll(async () => {
    const { port = 0 } = await choosePorts(['port'], {})
    const log = join(folder, 'postgres.log')
    postgres = ground.postgres({ dataDir: dataDir('postgres'), port, log })
    await postgres.start()
  })
  afterAll(async () => {
    await postgres?.stop()
    await forgetVolume(volumeOf(dataDir('postgres')))
  })

  const databaseOf = async (name: string) => {
    const url = await createDatabase(postgres.adminUrl(), {
      name,
      user: name,
      password: 'of tests',
    })
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

    const before = postgres.pid()
    expect(before).toBeGreaterThan(0)
    await postgres.kill()
    expect(postgres.pid()).toBeUndefined()
    await expect(asking(payments, 'select 1')).rejects.toThrow()
    await postgres.start()
    expect(postgres.pid()).not.toBe(before)
    expect(await asking(payments, 'select type, key from outbox')).toEqual([
      { type: 'thing.done', key: 'k' },
    ])
  })
})

describe.skipIf(reason)(`NATS in a container${why}`, () => {
  const users = { portal: 'a password: with /signs', payments: 'another one' }
  let nats: NatsServer
  beforeAll(async () => {
    nats = await ground.nats({ dataDir: dataDir('nats'), users })
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
  let kafka: KafkaCluster
  beforeAll(async () => {
    kafka = await ground.kafka({ dataDir: dataDir('kafka') })
  })
  afterAll(async () => {
    await kafka?.stop()
    await forgetVolume(volumeOf(dataDir('kafka')))
  })

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
    await kafka.kill('kafka-1')
    await kafka.start('kafka-1')
    await send('payments', topic, 'second')
    expect(await valuesOf(kafka, topic, 2)).toEqual(['first', 'second'])
  })
})

async function valuesOf(kafka: KafkaCluster, topic: string, count: number): Promise<string[]> {
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
