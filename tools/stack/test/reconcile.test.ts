import { randomUUID } from 'node:crypto'
import type { Broker, Subscription } from '@peercert/chassis/broker'
import { Line } from '@peercert/chassis/conformance-line'
import { eventually } from '@peercert/chassis/eventually'
import type { EventSource } from '@peercert/chassis/event-source'
import type { KafkaBroker } from '@peercert/chassis/kafka-broker'
import { createLog } from '@peercert/chassis/log'
import { outboxDigests, outboxIds, publishAgain } from '@peercert/chassis/outbox-digests'
import { openReconciliation, type Reconciled } from '@peercert/chassis/reconciliation'
import { createMetrics } from '@peercert/chassis/telemetry'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { brokerOf, database, makeTopic, type TestPool, withKafka } from './kafka-kit.ts'

const reason = await skipReason(['kafka'])

describe.skipIf(reason)(`reconciliation over Kafka${reason ? ` (${reason})` : ''}`, () => {
  const kafka = withKafka()
  let topic: string
  let from: TestPool
  let to: TestPool
  let broker: KafkaBroker
  let line: Line
  /** Which of the numbers never reach the receiver, though their offsets are committed. */
  let dropped: Set<number>

  beforeEach(async () => {
    topic = `peercert.things-${randomUUID()}.v1`
    dropped = new Set()
    await makeTopic(kafka.cluster, topic, { partitions: 6 })
    ;[from, to] = await Promise.all([database(), database()])
    broker = brokerOf(kafka.cluster).broker
    await broker.connect()
    const losing = losingBroker(broker, (n) => dropped.delete(n))
    line = new Line({ topic, broker: losing, from: from.pool, databaseUrl: from.url, to: to.pool })
    await line.open()
  }, 120_000)

  afterEach(async () => {
    await line.close()
    await broker.close()
    await Promise.all([from.close(), to.close()])
  })

  /** As a service does it, asked without HTTP between. */
  async function reconciler(consumer: string): Promise<() => Promise<Reconciled>> {
    const source: EventSource = {
      digests: (span) => outboxDigests(from.pool, span),
      events: (type, span) => outboxIds(from.pool, { ...span, type, limit: 10_000 }),
      publishAgain: (ids) => publishAgain(from.pool, ids),
    }
    const ears = [{ consumer, topic, types: ['thing.done'], source }]
    const log = createLog('reconcile', { level: 'silent' })
    const metrics = createMetrics('reconcile')
    const open = { ears, pool: to.pool, broker, log, metrics, patienceMs: 60_000 }
    return (await openReconciliation(open)).now
  }

  const say = (count: number) =>
    line.publishAll(numbers(count).map((n) => ({ key: `key-${n % 20}`, data: { n } })))

  test('100 records that a consumer never saw, with their offsets committed, are found and come once', async () => {
    const now = await reconciler('single')
    const heard = await line.listen('single')
    dropped = new Set(
      numbers(1_000)
        .toSorted(() => Math.random() - 0.5)
        .slice(0, 100),
    )
    await say(1_000)
    await line.quiet()
    expect(heard.calls).toHaveLength(900)

    expect(sumOf(await now())).toEqual({ published: 1_000, lost: 100, mended: 100, waiting: 0 })
    expect(heard.calls.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(numbers(1_000))
    expect(sumOf(await now())).toEqual({ published: 1_000, lost: 0, mended: 0, waiting: 0 })
  }, 240_000)

  test('100 inbox rows that vanish come back, and the effect behind its key stays single', async () => {
    const now = await reconciler('batch')
    await to.pool.query('create table effect (n int primary key)')
    const heard = await line.listen('batch', async ({ data }) => {
      await to.pool.query('insert into effect values ($1) on conflict do nothing', [data.n])
    })
    await say(500)
    await line.quiet()
    await to.pool.query(
      'delete from inbox where event_id in (select event_id from inbox order by random() limit 100)',
    )

    expect(sumOf(await now())).toEqual({ published: 500, lost: 100, mended: 100, waiting: 0 })
    expect(heard.calls).toHaveLength(600)
    expect((await to.pool.query('select from effect')).rowCount).toBe(500)
    expect((await to.pool.query('select from inbox')).rowCount).toBe(500)
  }, 240_000)

  test('while the brokers are away nothing counts as lost; afterwards nothing was', async () => {
    const now = await reconciler('single')
    const heard = await line.listen('single')
    await say(20)
    await line.quiet()
    await kafka.cluster.kill('kafka-1', 'SIGKILL')
    await say(20)
    const { comparisons } = await now()
    expect(comparisons.flatMap(({ lost }) => lost)).toEqual([])
    expect(comparisons.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(20)
    await kafka.cluster.start('kafka-1')
    await eventually(async () => heard.calls.length === 40 || undefined, 'every fact', 120_000)
    await line.quiet()
    expect(sumOf(await now())).toEqual({ published: 40, lost: 0, mended: 0, waiting: 0 })
  }, 300_000)
})

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

function sumOf({ comparisons, unreached }: Reconciled) {
  expect(unreached).toEqual([])
  const sum = (of: (one: (typeof comparisons)[number]) => number) =>
    comparisons.reduce((total, one) => total + of(one), 0)
  return {
    published: sum((one) => one.published),
    lost: sum((one) => one.lost.length),
    mended: sum((one) => one.mended),
    waiting: sum((one) => one.waiting),
  }
}

/** A client that loses records: the receiver never sees them, and their places are settled all the same. */
function losingBroker(broker: KafkaBroker, loses: (n: number) => boolean): Broker {
  const losing = (subscription: Subscription): Subscription => ({
    ...subscription,
    async receive(deliveries, signal) {
      const kept = deliveries.flatMap((delivery, index) => {
        const { n } = (delivery.envelope as { data: { n: number } }).data
        return loses(n) ? [] : [{ delivery, index }]
      })
      const given = kept.map(({ delivery }) => delivery)
      const received = await subscription.receive(given, signal)
      const open = kept[received.settled]
      return { ...received, settled: open ? open.index : deliveries.length }
    },
  })
  return { ...broker, consume: (subscription) => broker.consume(losing(subscription)) }
}
