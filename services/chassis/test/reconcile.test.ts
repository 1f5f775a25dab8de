import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { bucketMs, bucketOf, lowestId } from '../src/event-buckets.ts'
import { eventually } from '../src/eventually.ts'
import type { EventSource } from '../src/event-source.ts'
import { takeTurn } from '../src/listening.ts'
import { outboxDigests, outboxIds, publishAgain } from '../src/outbox-digests.ts'
import { openReconciliation, type Reconciliation } from '../src/reconciliation.ts'
import { createMetrics } from '../src/telemetry.ts'
import { delivery, listener, log, never, publish, withDatabase, withLine } from './kit.ts'
import { contract } from './kit-facts.ts'

const from = withDatabase()
const to = withDatabase()
const line = withLine(from, to)

const ear = { consumer: 'listener', topic: contract.topic, types: ['thing.done'] }

/** The publishing service, asked without HTTP between. */
const source: EventSource = {
  digests: (span) => outboxDigests(from.pool, span),
  events: (type, span) => outboxIds(from.pool, { ...span, type, limit: 10_000 }),
  publishAgain: (ids) => publishAgain(from.pool, ids),
}

interface Opened {
  readonly reconciliation: Reconciliation
  readonly metrics: ReturnType<typeof createMetrics>
}

/** As it is before the consumer hears its first fact. */
async function open(more: { patienceMs?: number; everyMs?: number } = {}): Promise<Opened> {
  const metrics = createMetrics('listener')
  const options = { pool: to.pool, broker: line.broker, log, metrics, ...more }
  const ears = [{ ...ear, source }]
  return { reconciliation: await openReconciliation({ ...options, ears }), metrics }
}

const found = async ({ reconciliation }: Opened) => {
  const { comparisons, unreached } = await reconciliation.now()
  expect(unreached).toEqual([])
  const sum = (of: (one: (typeof comparisons)[number]) => number) =>
    comparisons.reduce((total, one) => total + of(one), 0)
  return {
    published: sum((one) => one.published),
    lost: sum((one) => one.lost.length),
    unknown: sum((one) => one.unknown.length),
    waiting: sum((one) => one.waiting),
    mended: sum((one) => one.mended),
  }
}

const nothing = { lost: 0, unknown: 0, waiting: 0, mended: 0 }
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

/** Each fact in a delivery of its own. */
const publishOneByOne = async (count: number) => {
  for (const n of numbers(count)) {
    await publish(from.pool, `k${n % 7}`, n)
    const sent = async () =>
      (await from.pool.query('select from outbox_unsent')).rowCount === 0 || undefined
    await eventually(sent, `fact ${n} to be sent`)
  }
}

const inboxSize = async () => (await to.pool.query('select from inbox')).rowCount

const gates: (() => void)[] = []
afterEach(() => {
  for (const open of gates.splice(0)) open()
})

/** Facts come in as they are allowed to; until then they lie there. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  gates.push(() => open())
  return { opened, open }
}

test('when everything arrived, nothing differs', async () => {
  const opened = await open()
  const { consumer } = listener(to.db)
  await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', ...numbers(40))
  await line.quiet()
  expect(await found(opened)).toEqual({ ...nothing, published: 40 })
})

test('100 deliveries that vanish are found and come once', async () => {
  const opened = await open()
  const { opened: allowed, open: allow } = gate()
  const { calls, consumer } = listener(to.db, () => allowed)
  await line.listen(consumer)
  line.broker.begin()
  await publishOneByOne(300)
  const delivered = async () =>
    (await from.pool.query('select from delivery')).rowCount === 300 || undefined
  await eventually(delivered, 'every delivery')
  await from.pool.query(
    `delete from delivery where id in
     (select id from delivery where id > 20 order by random() limit 100)`,
  )
  allow()
  await line.quiet()
  expect(calls).toHaveLength(200)

  expect(await found(opened)).toEqual({
    published: 300,
    lost: 100,
    unknown: 0,
    waiting: 0,
    mended: 100,
  })
  expect(calls.map(({ n }) => n).sort((a, b) => a - b)).toEqual(numbers(300))
  const labels = { consumer: 'listener', topic: contract.topic, kind: 'lost' }
  expect(opened.metrics.get('reconciliation_differences', labels)).toBe(100)
  expect(await found(opened)).toEqual({ ...nothing, published: 300 })
})

test('100 inbox rows that vanish come back, and the effect behind its key stays single', async () => {
  const opened = await open()
  await to.pool.query('create table effect (n int primary key)')
  const { consumer } = listener(to.db, async ({ data }) => {
    await to.pool.query('insert into effect values ($1) on conflict do nothing', [data.n])
  })
  await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', ...numbers(250))
  await line.quiet()
  await to.pool.query(
    'delete from inbox where event_id in (select event_id from inbox order by random() limit 100)',
  )

  expect(await found(opened)).toMatchObject({ lost: 100, mended: 100 })
  expect(await inboxSize()).toBe(250)
  expect((await to.pool.query('select from effect')).rowCount).toBe(250)
})

test('what the relay has not sent is not lost', async () => {
  const opened = await open()
  const { calls, consumer } = listener(to.db)
  await line.listen(consumer)
  await line.publish('k', ...numbers(5))
  expect(await found(opened)).toEqual({ ...nothing, published: 5, waiting: 5 })
  line.broker.begin()
  await line.quiet()
  expect(await found(opened)).toEqual({ ...nothing, published: 5 })
  expect(calls).toHaveLength(5)
})

test('what a consumer has not come to is not lost', async () => {
  const opened = await open({ patienceMs: 50 })
  const { opened: allowed, open: allow } = gate()
  const { calls, consumer } = listener(to.db, () => allowed)
  await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', ...numbers(5))
  await eventually(async () => calls.length > 0 || undefined, 'the first fact at the handler')
  expect(await found(opened)).toEqual({ ...nothing, published: 5, waiting: 5 })
  allow()
  await line.quiet()
  expect(await found(opened)).toEqual({ ...nothing, published: 5 })
})

test('a parked fact counts as received', async () => {
  const opened = await open()
  const { consumer } = listener(to.db, async ({ data }) => {
    if (data.n === 2) throw new Error('cannot be')
  })
  await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', ...numbers(4))
  await line.quiet()
  expect((await to.pool.query('select from parked')).rowCount).toBe(1)
  expect(await found(opened)).toEqual({ ...nothing, published: 4 })
})

test('a copy that could not even be read is parked, and the fact comes again', async () => {
  const opened = await open()
  const { calls, consumer } = listener(to.db)
  const receiver = await line.listen(consumer)
  await line.publish('k', 1)
  await receiver.receive([delivery({}, { envelope: undefined, raw: '{"id":' })], never)
  // It was sent, and the consumer has passed it: that garbled record was it.
  await from.pool.query('delete from outbox_unsent')
  line.broker.begin()
  expect(await found(opened)).toMatchObject({ lost: 1, mended: 1 })
  expect(calls).toEqual([{ key: 'k', n: 1 }])
})

test('what was said before the consumer listened is not owed to it', async () => {
  line.broker.begin()
  await line.publish('k', 1, 2, 3)
  await line.quiet()
  const opened = await open()
  const { consumer } = listener(to.db)
  await line.listen(consumer)
  await line.publish('k', 4)
  await line.quiet()
  expect(await found(opened)).toEqual({ ...nothing, published: 1 })
})

test('a row of the inbox that no outbox holds is named; one that was parked is not', async () => {
  const opened = await open()
  const { consumer } = listener(to.db)
  const receiver = await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', 1)
  await line.quiet()
  const { rows } = await to.pool.query<{ id: string }>('select uuidv7() as id, uuidv7() as other')
  const { id } = rows[0] as { id: string }
  await receiver.receive([delivery({ id })], never)
  const other = { id: (rows[0] as unknown as { other: string }).other, source: 'urn:somebody' }
  await receiver.receive([delivery(other)], never)
  expect(await found(opened)).toEqual({ ...nothing, published: 1, unknown: 1 })
})

test('ids that carry no time are no difference', async () => {
  const opened = await open()
  const { consumer } = listener(to.db)
  const receiver = await line.listen(consumer)
  await receiver.receive([delivery({ id: randomUUID() })], never)
  expect(await found(opened)).toEqual({ ...nothing, published: 0 })
})

test('at the edges of buckets both ends sort alike', async () => {
  const until = bucketOf(new Date())
  const edges = [-bucketMs, -1, 0, 1, bucketMs - 1, bucketMs]
  const at = (ms: number) => new Date(until.getTime() - 5 * bucketMs + ms)
  for (const [n, ms] of edges.entries()) {
    const id = lowestId(at(ms)).replace('-0000-0000-', `-7000-800${n}-`)
    await from.pool.query(
      `insert into outbox (id, type, key, data, occurred_at) values ($1, 'thing.done', 'k', $2, now())`,
      [id, { n }],
    )
    await to.pool.query(`insert into inbox values ('listener', $1, 'thing.done')`, [id])
  }
  await from.pool.query('delete from outbox_unsent')
  await to.pool.query(
    `insert into listening values ('listener', $1, 'thing.done', $2, null, now())`,
    [contract.topic, at(-2 * bucketMs)],
  )
  const opened = await open()
  expect(await found(opened)).toEqual({ ...nothing, published: 6 })
  const digests = await outboxDigests(from.pool, { from: at(-1), until: at(1) })
  expect(digests.map(({ count }) => count)).toEqual([1, 1])
})

test('whatever is lost, exactly that is found', async () => {
  const opened = await open()
  const { calls, consumer } = listener(to.db)
  await line.listen(consumer)
  line.broker.begin()
  await line.publish('k', ...numbers(60))
  await line.quiet()
  const { rows } = await to.pool.query<{ id: string }>('select event_id as id from inbox')
  const ids = rows.map((row) => row.id)
  await fc.assert(
    fc.asyncProperty(fc.subarray(ids), async (gone) => {
      calls.length = 0
      await to.pool.query('delete from inbox where event_id = any($1)', [gone])
      expect(await found(opened)).toMatchObject({ lost: gone.length, mended: gone.length })
      expect(calls).toHaveLength(gone.length)
    }),
    { numRuns: 15 },
  )
})

test('a list is found among many rows, whatever gaps the sequence has', async () => {
  await from.pool.query(
    `insert into outbox (seq, type, key, data, occurred_at, id)
     select n * 3 + case when n > 500 then 100000 else 0 end, 'thing.done', 'k', '{"n":1}', now(),
       uuidv7(interval '-2 days' + n * interval '2 minutes')
     from generate_series(1, 1000) as n`,
  )
  const hour = 3_600_000
  const span = { from: new Date(Date.now() - 30 * hour), until: new Date(Date.now() - 20 * hour) }
  const listed = await outboxIds(from.pool, { ...span, type: 'thing.done', limit: 10_000 })
  const { rows } = await from.pool.query<{ id: string }>(
    'select id from outbox where id >= $1 and id < $2 order by id',
    [lowestId(span.from), lowestId(span.until)],
  )
  expect(listed.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  expect(listed.length).toBeGreaterThan(290)
})

test('a due comparison is one process, and begins where the last one ended', async () => {
  const opened = await open({ everyMs: 3_600_000 })
  expect(await takeTurn(to.pool, ear, 3_600_000)).toBe(false)
  await to.pool.query(`update listening set due_at = now(), since = now() - interval '2 days'`)
  const turns = await Promise.all(numbers(5).map(() => takeTurn(to.pool, ear, 3_600_000)))
  expect(turns.filter(Boolean)).toHaveLength(1)

  await opened.reconciliation.now()
  const { comparisons } = await opened.reconciliation.now()
  const first = comparisons[0]?.from.getTime() ?? 0
  expect((comparisons.at(-1)?.until.getTime() ?? 0) - first).toBe(24 * 3_600_000)
})
