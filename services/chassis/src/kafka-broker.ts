import kafkajs, { type Kafka } from 'kafkajs'
import type pg from 'pg'
import { type Loop, loop } from './background.ts'
import type { Broker, BrokerHealth, OutboxBatch, Producer } from './broker.ts'
import { type KafkaConsumption, kafkaConsumption } from './kafka-consumer.ts'
import { type KafkaLink, kafkaLink } from './kafka-link.ts'
import { kafkaProgress, type KafkaProgress } from './kafka-progress.ts'
import { type KafkaPublishing, publishToKafka } from './kafka-publish.ts'
import type { Log } from './log.ts'
import { ReliableProducer } from './reliable-producer.ts'
import type { Metrics } from './telemetry.ts'

const { Kafka: Client, logLevel } = kafkajs

export interface KafkaBrokerOptions {
  /** host:port of those to ask first. */
  readonly brokers: readonly string[]
  /** Signs in with SCRAM-SHA-512; without it nobody does. */
  readonly sasl?: { readonly username: string; readonly password: string }
  /** Over TLS; false where the network is our own. */
  readonly ssl?: boolean
  readonly clientId: string
  readonly log: Log
  readonly metrics: Metrics
  /** After so much silence a member's partitions go to another one. */
  readonly sessionTimeoutMs?: number
}

export interface KafkaBroker extends Broker {
  /** Begins to look for Kafka; answers at once, for a service starts without it. */
  connect(): Promise<void>
  close(): Promise<void>
  health(): BrokerHealth
}

/**
 * Facts between processes. Publishing happens inside the relay's transaction and waits for every
 * acknowledgement; a consumer's place is kept after its own transaction. Without Kafka facts wait in
 * the outbox, and nothing else waits.
 */
export function kafkaBroker(options: KafkaBrokerOptions): KafkaBroker {
  const { sasl, log, metrics, sessionTimeoutMs = 15_000 } = options
  const username = sasl?.username
  const kafka = clientOf(options)
  const progress = kafkaProgress(kafka)
  const producers = new Map<string, Producer>()
  const consumptions = new Set<KafkaConsumption>()
  const producer = new ReliableProducer(kafka)
  const cameUp = () => {
    for (const each of producers.values()) each.wake()
  }
  const link = kafkaLink({ producer, username, log, wanted: () => producers.size > 0, cameUp })
  const lags = lagLoop(consumptions, progress, metrics)
  const listening = { kafka, username, log, metrics, sessionTimeoutMs }
  return {
    ready: () => link.up(),
    async connect() {
      link.probe.start(log)
      lags.start(log)
    },
    async open(next) {
      producers.set(next.topic, next)
      link.probe.nudge()
    },
    publish: (tx, batch) => publishOver(link, tx, batch, { producer, username, log, metrics }),
    async consume(subscription) {
      const consumption = kafkaConsumption(subscription, listening)
      consumptions.add(consumption)
      return {
        async stop() {
          await consumption.stop()
          consumptions.delete(consumption)
        },
      }
    },
    pending: (topic) => progress.lags(topic),
    passed: (topic, consumer, withinMs) => progress.passed(topic, consumer, withinMs),
    release: async (topic) => void producers.delete(topic),
    health: () => healthOf(link.trouble(), [...consumptions], sessionTimeoutMs),
    async close() {
      await Promise.all([lags.stop(), link.probe.stop()])
      await Promise.all([...consumptions].map((consumption) => consumption.stop()))
      await Promise.all([producer.disconnect().catch(() => {}), progress.disconnect()])
    },
  }
}

async function publishOver(
  link: KafkaLink,
  tx: pg.ClientBase,
  batch: OutboxBatch,
  publishing: KafkaPublishing,
): Promise<void> {
  try {
    await publishToKafka(tx, batch, publishing)
    link.sent()
  } catch (error) {
    link.lost(error)
    throw error
  }
}

/** Asked of the brokers, so that it also grows for a consumer that hears nothing. */
function lagLoop(
  consumptions: ReadonlySet<KafkaConsumption>,
  progress: KafkaProgress,
  metrics: Metrics,
): Loop {
  return loop({
    name: 'lag of consumers',
    everyMs: 15_000,
    async run() {
      for (const { subscription } of consumptions) {
        const { topic, consumer } = subscription
        const lag = await progress.lag(topic, consumer).catch(() => undefined)
        if (lag !== undefined) metrics.set('consumer_lag', lag, { consumer, topic })
      }
    },
  })
}

function clientOf({ brokers, sasl, ssl = false, clientId, log }: KafkaBrokerOptions): Kafka {
  return new Client({
    clientId,
    brokers: [...brokers],
    ssl,
    ...(sasl && { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    enforceRequestTimeout: true,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 },
    // What it logs are its own retries; what comes of them is told by us.
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => log.debug({ reason: entry.log.message }, 'kafka client'),
  })
}

function healthOf(
  waiting: string | undefined,
  consumptions: readonly KafkaConsumption[],
  sessionTimeoutMs: number,
): BrokerHealth {
  const degraded = waiting === undefined ? [] : [`facts wait in the outbox: ${waiting}`]
  const silentSeconds: Record<string, number> = {}
  for (const { subscription, silentMs, trouble } of consumptions) {
    const { consumer, topic } = subscription
    const silent = silentMs() > 2 * sessionTimeoutMs ? 'nothing heard for a while' : undefined
    const why = trouble() ?? silent
    if (why !== undefined) degraded.push(`${consumer} does not hear ${topic}: ${why}`)
    silentSeconds[`${consumer} of ${topic}`] = Math.round(silentMs() / 100) / 10
  }
  return { degraded, silentSeconds }
}
