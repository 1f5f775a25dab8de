import { randomBytes } from 'node:crypto'
import { choosePorts } from '@peercert/local/ports'
import { asOperator } from '../kafka/operator.ts'
import { applyPlan } from '../kafka/rights.ts'
import { brokerUser, operator } from '../kafka/settings.ts'
import type { Users } from '../kafka/template.ts'
import { topicPlan } from '../kafka/topics.ts'
import { type PartContainer, startContainer } from './container.ts'

export interface KafkaContainer extends PartContainer {
  readonly brokers: readonly string[]
  /** Password by principal, as of the cluster from packages. */
  readonly users: Users
}

/** One broker in a container, on loopback, with the topics and rights of the plan. */
export async function startKafkaContainer(options: {
  readonly log: string
}): Promise<KafkaContainer> {
  const { port = 0 } = await choosePorts(['port'], {})
  const plan = topicPlan()
  const password = () => randomBytes(18).toString('base64url')
  const names = [brokerUser, operator, ...plan.principals]
  const users: Users = Object.fromEntries(names.map((name) => [name, password()]))
  const pairs = Object.entries(users).map(([name, secret]) => `${name}=${secret}`)
  const container = await startContainer({
    part: 'kafka',
    environment: { KAFKA_USERS: pairs.join(' '), KAFKA_ADVERTISED: `127.0.0.1:${port}` },
    ports: { 9092: port },
    ready: /Kafka Server started/,
    log: options.log,
  })
  const cluster = { brokers: [`127.0.0.1:${port}`], users }
  await asOperator(cluster, (admin) => applyPlan(admin, plan)).catch(async (error: unknown) => {
    await container.stop()
    throw error
  })
  return Object.assign(container, cluster)
}
