import { setTimeout as delay } from 'node:timers/promises'
import type { Broker, Subscription } from '@peercert/chassis/broker'
import { Gathering } from '@peercert/chassis/kafka-gathering'
import { readable } from '@peercert/chassis/kafka-records'
import type pg from 'pg'

/** What a test needs of Kafka in one database: records that stay, and a place for each consumer. */
export const busTables = `
  create table bus (
    seq bigserial primary key, topic text not null, key text not null, value text not null);
  create table place (consumer text primary key, next bigint not null)`

type Payload = Parameters<Gathering['settle']>[0]

/**
 * Carries facts as Kafka does, outside everybody's transactions: what is published stays, and a consumer's place is
 * kept when the consumer says so. The consumer's side is the real one, down to the records.
 */
export function busBroker(pool: pg.Pool): Broker {
  return {
    ready: () => true,
    open: async () => {},
    async publish(_tx, batch) {
      for (const { key, value } of await batch.texts())
        await pool.query('insert into bus (topic, key, value) values ($1, $2, $3)', [
          batch.topic,
          key,
          value,
        ])
    },
    async consume(subscription) {
      const ending = new AbortController()
      const listening = listen(pool, subscription, ending.signal)
      return {
        async stop() {
          ending.abort()
          await listening
        },
      }
    },
    pending: async () => new Map(),
    passed: async () => true,
    release: async () => {},
  }
}

async function listen(pool: pg.Pool, subscription: Subscription, signal: AbortSignal) {
  const { consumer, topic } = subscription
  const desk = new Gathering(subscription, signal)
  const others = new Set(subscription.others ?? [])
  const kept = await pool.query<{ next: string }>('select next from place where consumer = $1', [
    `${consumer} of ${topic}`,
  ])
  for (let next = BigInt(kept.rows[0]?.next ?? 0); !signal.aborted;) {
    const { rows } = await pool.query<{ seq: string; key: string; value: string }>(
      'select seq, key, value from bus where seq >= $1 and topic = $2 order by seq limit 20',
      [String(next), topic],
    )
    if (rows.length === 0) {
      await delay(50)
      continue
    }
    const payload = payloadOf(pool, subscription, rows)
    const { settled, pauseMs, failure } = await desk.settle(
      payload,
      readable(payload.batch, others),
    )
    if (failure) throw failure
    if (settled !== undefined) next = BigInt(settled) + 1n
    await delay(pauseMs ?? 0)
  }
}

function payloadOf(
  pool: pg.Pool,
  { topic, consumer }: Subscription,
  rows: readonly { seq: string; key: string; value: string }[],
): Payload {
  const messages = rows.map(({ seq, key, value }) => ({
    key: Buffer.from(key),
    value: Buffer.from(value),
    offset: seq,
  }))
  const [first, last] = [messages[0]?.offset ?? null, messages.at(-1)?.offset ?? '0']
  const batch = { topic, partition: 0, messages, firstOffset: () => first, lastOffset: () => last }
  const keep = async ({ topics }: { topics: { partitions: { offset: string }[] }[] }) => {
    const offset = topics[0]?.partitions[0]?.offset
    await pool.query(
      `insert into place values ($1, $2) on conflict (consumer) do update set next = excluded.next`,
      [`${consumer} of ${topic}`, offset],
    )
  }
  const alive = { isRunning: () => true, isStale: () => false }
  return { batch, ...alive, commitOffsetsIfNecessary: keep } as unknown as Payload
}
