import { brokerConformance, type Ground } from '@peercert/chassis/broker-conformance'
import { describe } from 'vitest'
import { skipReason } from '../src/available.ts'
import { asOperator } from '../src/kafka/operator.ts'
import { brokerOf, database, makeTopic, withKafka } from './kafka-kit.ts'

const reason = await skipReason(['kafka'])

describe.skipIf(reason)(`the broker port on Kafka${reason ? ` (${reason})` : ''}`, () => {
  const kit = withKafka()

  async function open(topic: string): Promise<Ground> {
    const { cluster } = kit
    const [from, to] = await Promise.all([database(), database(), makeTopic(cluster, topic)])
    const { broker } = brokerOf(cluster)
    return {
      topic,
      broker,
      from: from.pool,
      databaseUrl: from.url,
      to: to.pool,
      begin: () => broker.connect(),
      inject: (records) =>
        asOperator(cluster, async (_, kafka) => {
          // oxlint-disable-next-line house/reliable-producer -- somebody who is not one of our relays
          const producer = kafka.producer()
          await producer.connect()
          await producer.send({
            topic,
            messages: records.map((each) => ({ ...each, partition: 0 })),
          })
          await producer.disconnect()
        }),
      async close() {
        await broker.close()
        await Promise.all([from.close(), to.close()])
      },
    }
  }

  brokerConformance('Kafka', open)
})
