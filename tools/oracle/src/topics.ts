import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMemory } from '@peercert/local/data-folder'
import kafkajs, { type Kafka } from 'kafkajs'

const { Kafka: Client, logLevel } = kafkajs

/** One record, as far as an oracle looks. */
export interface Carried {
  /** Undefined when the record is nothing that anybody could read. */
  readonly id: string | undefined
  readonly type: string | undefined
  readonly key: string
}

export interface Topics {
  /** Everything that the topic holds now. */
  read(topic: string): Promise<readonly Carried[]>
}

const operator = 'operator'

/** The topics of the system on this folder; undefined where its facts travel inside one process. */
export async function openTopics(folder: string): Promise<Topics | undefined> {
  const users = join(folder, 'kafka', 'users.json')
  if (!existsSync(users)) return undefined
  const { ports } = readMemory(folder)
  const brokers = Object.entries(ports)
    .filter(([name]) => /^kafka-\d$/.test(name))
    .map(([, port]) => `127.0.0.1:${port}`)
  const password =
    (JSON.parse(readFileSync(users, 'utf8')) as Record<string, string>)[operator] ?? ''
  const kafka = new Client({
    clientId: 'oracle',
    brokers,
    ssl: false,
    sasl: { mechanism: 'scram-sha-512', username: operator, password },
    logLevel: logLevel.NOTHING,
  })
  return { read: (topic) => readAll(kafka, topic) }
}

async function readAll(kafka: Kafka, topic: string): Promise<Carried[]> {
  const groupId = `oracle-${randomUUID()}`
  const admin = kafka.admin()
  const consumer = kafka.consumer({ groupId })
  await admin.connect()
  try {
    const offsets = await admin.fetchTopicOffsets(topic)
    const open = new Map(
      offsets
        .filter(({ low, high }) => Number(low) < Number(high))
        .map(({ partition, high }) => [partition, Number(high)]),
    )
    const all: Carried[] = []
    if (open.size === 0) return all
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) all.push(carriedOf(message))
            if (Number(batch.lastOffset()) + 1 >= (open.get(batch.partition) ?? 0))
              open.delete(batch.partition)
            if (open.size === 0) resolve()
          },
        })
        .catch(reject)
    })
    return all
  } finally {
    await consumer.disconnect()
    await admin.deleteGroups([groupId]).catch(() => {})
    await admin.disconnect()
  }
}

function carriedOf({ key, value }: { key: Buffer | null; value: Buffer | null }): Carried {
  try {
    const { id, type } = JSON.parse(value?.toString() ?? '') as { id?: unknown; type?: unknown }
    return {
      id: typeof id === 'string' ? id.toLowerCase() : undefined,
      type: typeof type === 'string' ? type : undefined,
      key: key?.toString() ?? '',
    }
  } catch {
    return { id: undefined, type: undefined, key: key?.toString() ?? '' }
  }
}
