import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePorts } from '@peercert/local/ports'
import type { KafkaCluster, KafkaOptions } from '../kafka/cluster.ts'
import { asOperator } from '../kafka/operator.ts'
import { applyPlan } from '../kafka/rights.ts'
import { brokerUser, operator } from '../kafka/settings.ts'
import { topicPlan } from '../kafka/topics.ts'
import { startContainer, volumeOf } from './container.ts'
import { secretsOf } from './secrets.ts'

/** One broker in a container, on loopback, with the topics and rights of the plan. Three come from packages only. */
export async function startKafkaContainer(options: KafkaOptions): Promise<KafkaCluster> {
  const { dataDir, logDir = dataDir, brokers = 1, ports = [], heap = '384m' } = options
  if (brokers !== 1)
    throw new Error('In containers Kafka has one broker; three come from packages.')
  const { port = 0 } = await choosePorts(['port'], ports[0] ? { port: ports[0] } : {})
  const plan = topicPlan()
  const users = await secretsOf(dataDir, [brokerUser, operator, ...plan.principals])
  await mkdir(logDir, { recursive: true })
  const log = join(logDir, 'kafka-1.log')
  const container = await startContainer({
    part: 'kafka',
    environment: {
      KAFKA_USERS: Object.entries(users)
        .map((pair) => pair.join('='))
        .join(' '),
      KAFKA_ADVERTISED: `127.0.0.1:${port}`,
      KAFKA_HEAP: heap,
    },
    ports: { 9092: port },
    volume: { name: volumeOf(dataDir), target: '/var/lib/kafka' },
    ready: /Kafka Server started/,
    log,
  })
  const cluster: KafkaCluster = {
    brokers: [`127.0.0.1:${port}`],
    users,
    get processes() {
      return [{ name: 'kafka-1', pid: container.pid, log }]
    },
    kill: (_name, signal) => container.kill(signal),
    start: () => container.start(),
    stop: () => container.kill('SIGTERM'),
  }
  await asOperator(cluster, (admin) => applyPlan(admin, plan)).catch(async (error: unknown) => {
    await container.kill()
    throw error
  })
  return cluster
}
