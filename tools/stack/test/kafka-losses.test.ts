import { randomUUID } from 'node:crypto'
import { eventually } from '@peercert/chassis/eventually'
import { NotAcknowledged, ReliableProducer } from '@peercert/chassis/reliable-producer'
import kafkajs, { type Kafka, type Message, type ProducerConfig } from 'kafkajs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import type { KafkaCluster } from '../src/kafka/cluster.ts'
import { asOperator, clientOf } from '../src/kafka/operator.ts'
import { makeTopic, withKafka } from './kafka-kit.ts'
import { audit, Wire } from './kafka-wire.ts'

const { Partitioners } = kafkajs
const reason = await skipReason(['kafka'])

interface Sender {
  send(topic: string, messages: Message[]): Promise<unknown>
}

/** What a careful service would do with kafkajs alone: idempotent, all replicas, one in flight. */
async function kafkajsAlone(kafka: Kafka, config: ProducerConfig = {}): Promise<Sender> {
  // oxlint-disable-next-line house/reliable-producer -- shown here to lose what it acknowledges
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    ...config,
  })
  await producer.connect()
  closing.push(() => producer.disconnect())
  return { send: (topic, messages) => producer.send({ topic, acks: -1, messages }) }
}

/** As the relay uses it: what failed is sent again, before anything else. */
function ours(kafka: Kafka): Sender {
  const producer = new ReliableProducer(kafka)
  closing.push(() => producer.disconnect())
  const until = async (topic: string, messages: { key: string; value: string }[]) => {
    while (
      await producer.send(topic, messages).then(
        () => false,
        () => true,
      )
    );
  }
  return { send: (topic, messages) => until(topic, messages as { key: string; value: string }[]) }
}

const closing: (() => Promise<void>)[] = []

/** Values of the sends that said «sent». */
async function acknowledged(sends: readonly (readonly [string[], Promise<unknown>])[]) {
  const outcomes = await Promise.allSettled(sends.map(([, sending]) => sending))
  return sends.flatMap(([values], index) => (outcomes[index]?.status === 'fulfilled' ? values : []))
}

const batch = (name: string, count = 10) => Array.from({ length: count }, (_, n) => `${name}-${n}`)
const keyed = (values: string[]): Message[] => values.map((value) => ({ key: 'k', value }))

async function aTopic(cluster: KafkaCluster, partitions: number): Promise<string> {
  const topic = `losses-${randomUUID()}`
  await makeTopic(cluster, topic, { partitions })
  return topic
}

describe.skipIf(reason)(`a send that says «sent»${reason ? ` (${reason})` : ''}`, () => {
  const kit = withKafka()
  let wire: Wire
  beforeEach(async () => {
    wire = new Wire()
    await wire.open(kit.cluster)
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close().catch(() => {})
    await wire.close()
  })
  const audited = (topic: string, values: readonly string[]) =>
    audit(clientOf(kit.cluster), topic, values)

  describe('two sends at once, and an answer that is lost', () => {
    /** Rounds of two sends; the first answer of each round is lost on the way. */
    async function rounds(sender: Sender, topic: string, count: number): Promise<string[]> {
      const said: string[] = []
      for (let round = 0; round < count; round += 1) {
        wire.cuts = 1
        const both = ['a', 'b'].map((name) => batch(`${name}${round}`))
        const sends = both.map((values) => [values, sender.send(topic, keyed(values))] as const)
        said.push(...(await acknowledged(sends)))
      }
      wire.cuts = 0
      return said
    }

    test('kafkajs alone loses what it acknowledged, and the audit sees it', async () => {
      const topic = await aTopic(kit.cluster, 1)
      const sender = await kafkajsAlone(wire.client(kit.cluster))
      const { lost } = await audited(topic, await rounds(sender, topic, 6))
      expect(lost.length).toBeGreaterThan(0)
    })

    test('ours loses nothing', async () => {
      const topic = await aTopic(kit.cluster, 1)
      const said = await rounds(ours(wire.client(kit.cluster)), topic, 6)
      expect(said).toHaveLength(120)
      expect((await audited(topic, said)).lost).toEqual([])
    })
  })

  describe('records without a key, and answers that are lost', () => {
    test('kafkajs alone loses what it acknowledged, and the audit sees it', async () => {
      const topic = await aTopic(kit.cluster, 2)
      const sender = await kafkajsAlone(wire.client(kit.cluster))
      const said: string[] = []
      // The first answer is lost; the retry takes the other partition, and the first one's number is
      // free again: whoever comes there next is taken for a repetition.
      wire.cuts = 1
      for (const value of batch('one'))
        said.push(...(await acknowledged([[[value], sender.send(topic, [{ key: null, value }])]])))
      const { lost } = await audited(topic, said)
      expect(lost.length).toBeGreaterThan(0)
    })

    test('ours does not take them', async () => {
      const topic = await aTopic(kit.cluster, 4)
      const producer = new ReliableProducer(wire.client(kit.cluster))
      for (const key of [null, undefined, '']) {
        const record = { key: key as unknown as string, value: 'x' }
        await expect(producer.send(topic, [record])).rejects.toThrow('a record needs a key')
      }
      await producer.disconnect()
    })
  })

  describe('the send after a failed one', () => {
    test('kafkajs alone loses what it acknowledged, and the audit sees it', async () => {
      const topic = await aTopic(kit.cluster, 1)
      const sender = await kafkajsAlone(wire.client(kit.cluster), {
        retry: { retries: 1, initialRetryTime: 50 },
      })
      await sender.send(topic, keyed(batch('before')))
      wire.cuts = 2
      await expect(sender.send(topic, keyed(batch('failed')))).rejects.toThrow()
      const said = await acknowledged([[batch('next'), sender.send(topic, keyed(batch('next')))]])
      expect(said).toEqual(batch('next'))
      expect((await audited(topic, said)).lost).toEqual(batch('next'))
    })

    test('ours loses nothing, and nobody overtakes what failed', async () => {
      const topic = await aTopic(kit.cluster, 1)
      const producer = new ReliableProducer(wire.client(kit.cluster), { deadlineMs: 3_000 })
      const send = (name: string) =>
        producer.send(
          topic,
          batch(name).map((value) => ({ key: 'k', value })),
        )
      await send('before')
      wire.cuts = 100
      const [failed, behind] = await Promise.allSettled([send('failed'), send('behind')])
      wire.cuts = 0
      expect(failed.status).toBe('rejected')
      expect(behind).toMatchObject({ reason: expect.any(NotAcknowledged) as Error })
      for (const name of ['failed', 'behind']) await send(name)
      const said = ['before', 'failed', 'behind'].flatMap((name) => batch(name))
      const { lost } = await audited(topic, said)
      expect(lost).toEqual([])
      await producer.disconnect()
    })
  })
})

describe.skipIf(reason)(
  `a leader that moves among three brokers${reason ? ` (${reason})` : ''}`,
  { timeout: 180_000 },
  () => {
    const kit = withKafka({ brokers: 3 })
    let wire: Wire
    beforeEach(async () => {
      wire = new Wire()
      await wire.open(kit.cluster)
    })
    afterEach(async () => {
      for (const close of closing.splice(0)) await close().catch(() => {})
      await wire.close()
      await kit.cluster.start('kafka-1')
    })

    /** Brokers 1 and 2 lead one partition each, and 2 is next in line for both. */
    async function twoLeaders(): Promise<string> {
      const topic = `moving-${randomUUID()}`
      await asOperator(kit.cluster, (admin) =>
        admin.createTopics({
          waitForLeaders: false,
          topics: [
            {
              topic,
              replicaAssignment: [
                { partition: 0, replicas: [1, 2, 3] },
                { partition: 1, replicas: [2, 1, 3] },
              ],
            },
          ],
        }),
      )
      await leaders(topic, [1, 2])
      return topic
    }

    const leaders = (topic: string, wanted: readonly number[]) =>
      asOperator(kit.cluster, (admin) =>
        eventually(async () => {
          const known = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => undefined)
          const now = known?.topics[0]?.partitions
            .toSorted((a, b) => a.partitionId - b.partitionId)
            .map(({ leader }) => leader)
          return now?.join() === wanted.join() || undefined
        }, `leaders ${wanted.join()}`),
      )

    /** A key for each of the two partitions, as the partitioner of Java places them. */
    function keysByPartition(topic: string): [string, string] {
      const choose = Partitioners.DefaultPartitioner()
      const partitionMetadata = [0, 1].map((partitionId) => ({ partitionId, leader: 1 }))
      const placed = (key: string) =>
        choose({
          topic,
          partitionMetadata: partitionMetadata as never,
          message: { key, value: '' },
        })
      const keys = Array.from({ length: 50 }, (_, n) => `key-${n}`)
      return [0, 1].map((wanted) => keys.find((key) => placed(key) === wanted)) as [string, string]
    }

    /** Broker 2 has answered; broker 1 goes before it has got anything, and 2 leads both. */
    async function whileLeaderMoves(sender: Sender, topic: string): Promise<string[]> {
      wire.heldPort = Number(kit.cluster.brokers[0]?.split(':')[1])
      const messages = keysByPartition(topic).map((key, n) => ({ key, value: `moved-${n}` }))
      const sending = acknowledged([[['moved-0', 'moved-1'], sender.send(topic, messages)]])
      const both = async () => (wire.held.length > 0 && wire.answered.length > 0) || undefined
      await eventually(both, 'the answer of one broker')
      wire.refuse(wire.heldPort)
      await kit.cluster.kill('kafka-1', 'SIGTERM')
      await leaders(topic, [2, 2])
      return sending
    }

    test('kafkajs alone loses what it acknowledged, and the audit sees it', async () => {
      const topic = await twoLeaders()
      const said = await whileLeaderMoves(await kafkajsAlone(wire.client(kit.cluster)), topic)
      expect(said).toEqual(['moved-0', 'moved-1'])
      expect((await audit(clientOf(kit.cluster), topic, said)).lost).toEqual(['moved-0'])
    })

    test('ours loses nothing', async () => {
      const topic = await twoLeaders()
      const said = await whileLeaderMoves(ours(wire.client(kit.cluster)), topic)
      expect(said).toEqual(['moved-0', 'moved-1'])
      expect((await audit(clientOf(kit.cluster), topic, said)).lost).toEqual([])
    })
  },
)
