import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { eventually } from '@peercert/chassis/eventually'
import kafkajs, { type Kafka } from 'kafkajs'
import type { KafkaCluster } from '../src/kafka/cluster.ts'
import { operator } from '../src/kafka/settings.ts'

const { Kafka: Client, logLevel } = kafkajs
const produce = 0

/**
 * The line between a client and its brokers, for what a network can do at the worst moment: the
 * broker has written, and its answer never arrives.
 */
export class Wire {
  readonly #proxies = new Map<number, Server>()
  readonly #sockets = new Set<Socket>()
  /** So many answers to a produce request are lost, each with its connection. */
  cuts = 0
  /** Produce requests to this port are kept back, until the broker hangs up. */
  heldPort = 0
  /** Produce requests that were answered or held, by port. */
  readonly answered: number[] = []
  readonly held: number[] = []

  async open(cluster: KafkaCluster): Promise<void> {
    for (const address of cluster.brokers) {
      const port = Number(address.split(':')[1])
      const server = createServer((client) => this.#join(client, port)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      this.#proxies.set(port, server)
    }
  }

  /** A client of kafkajs whose every connection goes over the wire. */
  client({ brokers, users }: KafkaCluster): Kafka {
    return new Client({
      clientId: 'wire',
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      sasl: { mechanism: 'scram-sha-512', username: operator, password: users[operator] ?? '' },
      connectionTimeout: 3_000,
      socketFactory: ({ port, onConnect }) => {
        const proxy = this.#proxies.get(port)?.address() as AddressInfo | null
        return connect(proxy?.port ?? port, '127.0.0.1', onConnect)
      },
    })
  }

  /** As a broker that has ended: what is connected stays until the broker hangs up. */
  refuse(port: number): void {
    this.#proxies.get(port)?.close()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    for (const server of this.#proxies.values())
      await new Promise((resolve) => server.close(resolve))
  }

  #join(client: Socket, port: number): void {
    const broker = connect(port, '127.0.0.1')
    const producing = new Set<number>()
    const end = () => {
      client.destroy()
      broker.destroy()
      this.#sockets.delete(client)
    }
    this.#sockets.add(client).add(broker)
    for (const socket of [client, broker]) socket.on('close', end).on('error', end)
    client.on(
      'data',
      frames((frame) => {
        if (frame.readInt16BE(4) === produce) {
          producing.add(frame.readInt32BE(8))
          if (port === this.heldPort) return void this.held.push(port)
        }
        broker.write(frame)
      }),
    )
    broker.on(
      'data',
      frames((frame) => {
        if (producing.delete(frame.readInt32BE(4))) {
          this.answered.push(port)
          if (this.cuts > 0) {
            this.cuts -= 1
            return end()
          }
        }
        client.write(frame)
      }),
    )
  }
}

/** Kafka's messages: four bytes of length, then the rest. */
function frames(take: (frame: Buffer) => void): (chunk: Buffer) => void {
  let open = Buffer.alloc(0)
  return (chunk) => {
    open = Buffer.concat([open, chunk])
    while (open.length >= 4 && open.length >= 4 + open.readInt32BE(0)) {
      const end = 4 + open.readInt32BE(0)
      take(open.subarray(0, end))
      open = open.subarray(end)
    }
  }
}

/** Everything that stands in the topic, by value, with how often. */
export async function logOf(kafka: Kafka, topic: string): Promise<ReadonlyMap<string, number>> {
  const admin = kafka.admin()
  await admin.connect()
  const ends = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  const total = ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0)
  const found = new Map<string, number>()
  let seen = 0
  const consumer = kafka.consumer({ groupId: `audit-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) {
        const text = String(value)
        found.set(text, (found.get(text) ?? 0) + 1)
        seen += 1
      }
    },
  })
  await eventually(async () => seen >= total || undefined, `all ${total} records of ${topic}`)
  await consumer.disconnect()
  return found
}

export interface Audit {
  /** Said to be sent, and not in the log. */
  readonly lost: string[]
  readonly doubled: string[]
}

/** Nobody is trusted: what was acknowledged must be in the log. */
export async function audit(
  kafka: Kafka,
  topic: string,
  acknowledged: readonly string[],
): Promise<Audit> {
  const log = await logOf(kafka, topic)
  return {
    lost: acknowledged.filter((value) => !log.has(value)),
    doubled: [...log].filter(([, times]) => times > 1).map(([value]) => value),
  }
}
