import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Heard, Line } from '@peercert/chassis/conformance-line'
import { eventually } from '@peercert/chassis/eventually'
import { describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { type KafkaCluster, startKafka } from '../src/kafka/cluster.ts'
import { clientOf } from '../src/kafka/operator.ts'
import { brokerOf, database, makeTopic } from './kafka-kit.ts'
import { logOf } from './kafka-wire.ts'

const reason = await skipReason(['kafka'])
const limit = 420_000

/** What a cluster goes through while facts flow. */
type Outage = (cluster: KafkaCluster) => Promise<void>

const killed: Outage = async (cluster) => {
  for (let times = 0; times < 3; times += 1) {
    await cluster.kill('kafka-1', 'SIGKILL')
    await cluster.start('kafka-1')
    await delay(1_000)
  }
}
const stopped: Outage = async (cluster) => {
  await cluster.kill('kafka-1', 'SIGTERM')
  await delay(60_000)
  await cluster.start('kafka-1')
}
const frozen: Outage = async (cluster) => {
  await cluster.kill('kafka-1', 'SIGSTOP')
  await delay(30_000)
  await cluster.kill('kafka-1', 'SIGCONT')
}
/** Two of three in turn, each while it leads. */
const leadersKilled: Outage = async (cluster) => {
  for (const name of ['kafka-2', 'kafka-3']) {
    await cluster.kill(name, 'SIGKILL')
    await delay(12_000)
    await cluster.start(name)
    await delay(3_000)
  }
}

const cases: readonly [string, 1 | 3, Outage][] = [
  ['killed three times', 1, killed],
  ['stopped for 60 seconds', 1, stopped],
  ['frozen for 30 seconds', 1, frozen],
  ['three, of which two are killed in turn', 3, leadersKilled],
]

describe.skipIf(reason)(`brokers in trouble${reason ? ` (${reason})` : ''}`, () => {
  // At once: most of their time is waiting.
  test.concurrent.each(cases)(
    '%s: nothing is lost, nothing doubled, order holds, and work goes on by itself',
    async (_, brokers, outage) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'peercert-outage-'))
      const cluster = await startKafka({ dataDir, brokers })
      try {
        await through(cluster, outage)
      } finally {
        await cluster.stop()
        await rm(dataDir, { recursive: true, force: true })
      }
    },
    limit,
  )
})

async function through(cluster: KafkaCluster, outage: Outage): Promise<void> {
  const topic = `peercert.things-${randomUUID()}.v1`
  await makeTopic(cluster, topic, { partitions: 6, replicas: cluster.brokers.length })
  const [from, to] = await Promise.all([database(), database()])
  const { broker } = brokerOf(cluster)
  await broker.connect()
  const line = new Line({ topic, broker, from: from.pool, databaseUrl: from.url, to: to.pool })
  await line.open()
  const heard = [await line.listen('single'), await line.listenInBatches('batch')]

  let going = true
  let count = 0
  const speaking = (async () => {
    for (; going; count += 10) {
      const numbers = Array.from({ length: 10 }, (_, n) => count + n)
      await line.publishAll(numbers.map((n) => ({ key: `key-${n % 20}`, data: { n } })))
      await delay(200)
    }
  })()
  await heardOf(heard, 50)
  await outage(cluster)
  const during = count
  await heardOf(heard, during)
  going = false
  await speaking
  await line.quiet()

  for (const { calls, consumer } of heard) {
    const { rowCount } = await to.pool.query('select 1 from inbox where consumer = $1', [consumer])
    expect(rowCount).toBe(count)
    const firstTimes = [...new Map(calls.map((call) => [call.n, call])).values()]
    expect(firstTimes).toHaveLength(count)
    for (const [, own] of Map.groupBy(firstTimes, ({ key }) => key)) {
      const numbers = own.map(({ n }) => n)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
  }
  const { rows } = await from.pool.query<{ id: string }>('select id from outbox')
  const log = await logOf(clientOf(cluster), topic)
  const there = new Set([...log.keys()].map((text) => (JSON.parse(text) as { id: string }).id))
  expect(rows.filter(({ id }) => !there.has(id))).toEqual([])
  expect(broker.health().degraded).toEqual([])
  await line.close()
  await broker.close()
  await Promise.all([from.close(), to.close()])
}

const heardOf = (heard: readonly Heard[], count: number) =>
  eventually(
    async () => heard.every(({ calls }) => calls.length >= count) || undefined,
    `${count} facts with everybody`,
    120_000,
  )
