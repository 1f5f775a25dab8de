import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool } from '@peercert/chassis/database'
import { type KafkaBroker, kafkaBroker } from '@peercert/chassis/kafka-broker'
import { createLog } from '@peercert/chassis/log'
import { createMetrics, type Metrics } from '@peercert/chassis/telemetry'
import { testDatabase } from '@peercert/postgres/test-database'
import type pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { type KafkaCluster, type KafkaOptions, startKafka } from '../src/kafka/cluster.ts'
import { asOperator } from '../src/kafka/operator.ts'
import { createTopics } from '../src/kafka/rights.ts'
import { operator } from '../src/kafka/settings.ts'

const chassis = join(import.meta.dirname, '../../../services/chassis/prisma')

/** A cluster of the file's own. */
export function withKafka(options: Omit<KafkaOptions, 'dataDir'> = {}): { cluster: KafkaCluster } {
  const kit = {} as { cluster: KafkaCluster }
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'peercert-kafka-'))
    kit.cluster = await startKafka({ dataDir, ...options })
  }, 600_000)
  afterAll(async () => {
    await kit.cluster?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return kit
}

export async function makeTopic(
  cluster: KafkaCluster,
  topic: string,
  { partitions = 4, replicas = 1 } = {},
): Promise<void> {
  const wanted = { topic, numPartitions: partitions, replicationFactor: replicas }
  await asOperator(cluster, (admin) => createTopics(admin, [wanted]))
}

export interface TestBroker {
  readonly broker: KafkaBroker
  readonly metrics: Metrics
  /** What stands in the log, by line. */
  readonly lines: string[]
}

/** A broker port that has not connected yet. */
export function brokerOf(
  { brokers, users }: Pick<KafkaCluster, 'brokers' | 'users'>,
  username: string = operator,
  more: { password?: string; sessionTimeoutMs?: number } = {},
): TestBroker {
  const lines: string[] = []
  const log = createLog(username, {
    level: 'info',
    destination: {
      write(line) {
        lines.push(line)
        if (process.env.TEST_LOG) process.stderr.write(line)
      },
    },
  })
  const metrics = createMetrics(username)
  const password = more.password ?? users[username] ?? ''
  const broker = kafkaBroker({
    brokers,
    sasl: { username, password },
    clientId: username,
    log,
    metrics,
    sessionTimeoutMs: more.sessionTimeoutMs ?? 6_000,
  })
  return { broker, metrics, lines }
}

export interface TestPool {
  readonly url: string
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** A database with the messaging tables. */
export async function database(): Promise<TestPool> {
  const { url, drop } = await testDatabase(inject('postgresUrl'), 'chassis', chassis)
  const pool = createPool(url)
  return {
    url,
    pool,
    async close() {
      await pool.end()
      await drop()
    },
  }
}
