import { testDatabase } from '@peercert/postgres/test-database'
import { inject } from 'vitest'
import { brokerConformance, type Ground, type RawRecord } from '../src/broker-conformance.ts'
import type { Delivery } from '../src/broker.ts'
import { createPool } from '../src/database.ts'
import { localBroker } from '../src/local-broker.ts'
import { folder, log, never } from './kit.ts'

/** Within one process nobody else can write: a raw record goes to the receivers as it is. */
async function open(topic: string): Promise<Ground> {
  const [from, to] = await Promise.all([database(), database()])
  const broker = localBroker({ log })
  return {
    topic,
    broker,
    from: from.pool,
    databaseUrl: from.url,
    to: to.pool,
    begin: () => broker.begin(),
    async inject(records, heard) {
      const deliveries = records.map((record) => deliveryOf(topic, record))
      for (const { receiver } of heard) await receiver.receive(deliveries, never)
    },
    async close() {
      await Promise.all([from, to].map(({ close }) => close()))
    },
  }
}

function deliveryOf(topic: string, { key, value }: RawRecord): Delivery {
  const around = { topic, key: key ?? '', raw: value }
  try {
    return { ...around, envelope: JSON.parse(value) as unknown }
  } catch {
    return { ...around, envelope: undefined }
  }
}

async function database() {
  const { url, drop } = await testDatabase(inject('postgresUrl'), 'chassis', folder)
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

brokerConformance('the local broker', open)
