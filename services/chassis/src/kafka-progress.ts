import type { Admin, Kafka } from 'kafkajs'
import { setTimeout as delay } from 'node:timers/promises'
import { groupOf } from './kafka-consumer.ts'

/** How far groups have come; asks the brokers, not the consumers. */
export interface KafkaProgress {
  /** Records of the topic that a group has not settled, by consumer. */
  lags(topic: string): Promise<ReadonlyMap<string, number>>
  lag(topic: string, consumer: string): Promise<number>
  /** Whether the consumer reaches, in time, what the topic ends with now. */
  passed(topic: string, consumer: string, withinMs: number): Promise<boolean>
  disconnect(): Promise<void>
}

const lookMs = 50

export function kafkaProgress(kafka: Kafka): KafkaProgress {
  const { using, disconnect } = sharedAdmin(kafka)

  /** What lies before a group's place, counted from what the topic still has. */
  const lagOf = async (admin: Admin, topic: string, group: string, ends: Ends) => {
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
    const places = new Map(committed?.partitions.map((part) => [part.partition, part.offset]))
    return ends.reduce((sum, { partition, low, high }) => {
      const place = Math.max(Number(low), Number(places.get(partition) ?? -1))
      return sum + Math.max(0, Number(high) - place)
    }, 0)
  }

  return {
    lags: (topic) =>
      using(async (admin) => {
        const { groups } = await admin.listGroups()
        const mine = groups.map(({ groupId }) => groupId).filter((id) => id.endsWith(`@${topic}`))
        const ends = mine.length > 0 ? await admin.fetchTopicOffsets(topic) : []
        const lags = await Promise.all(mine.map((group) => lagOf(admin, topic, group, ends)))
        const consumers = mine.map((group) => group.slice(0, -topic.length - 1))
        return new Map(consumers.map((consumer, index) => [consumer, lags[index] ?? 0]))
      }),
    lag: (topic, consumer) =>
      using(async (admin) =>
        lagOf(admin, topic, groupOf(consumer, topic), await admin.fetchTopicOffsets(topic)),
      ),
    passed: (topic, consumer, withinMs) =>
      using(async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic)
        const limit = performance.now() + withinMs
        while ((await lagOf(admin, topic, groupOf(consumer, topic), ends)) > 0) {
          if (performance.now() > limit) return false
          await delay(lookMs)
        }
        return true
        // Nobody knows how far it has come while Kafka is away.
      }).catch(() => false),
    disconnect,
  }
}

type Ends = readonly { partition: number; low: string; high: string }[]

/** One connection, made when it is needed first and anew after any failure. */
function sharedAdmin(kafka: Kafka) {
  let current: Promise<Admin> | undefined
  const connected = async () => {
    const admin = kafka.admin({ retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 } })
    try {
      await admin.connect()
      return admin
    } catch (error) {
      await admin.disconnect().catch(() => {})
      throw error
    }
  }
  const disconnect = async () => {
    const old = current
    current = undefined
    await old?.then((admin) => admin.disconnect()).catch(() => {})
  }
  return {
    disconnect,
    async using<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
      current ??= connected()
      try {
        return await work(await current)
      } catch (error) {
        void disconnect()
        throw error
      }
    },
  }
}
