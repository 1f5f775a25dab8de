import { describe, expect, test } from 'vitest'
import { eventually } from '../src/eventually.ts'
import { waitingRows } from '../src/outbox-rows.ts'
import { TransientError } from '../src/transient.ts'
import { batchListener, listener, parked, publish, withDatabase, withLine } from './kit.ts'
import { contract } from './kit-facts.ts'

const from = withDatabase()
const to = withDatabase()
const line = withLine(from, to)

test('events of one key arrive in the order in which they were said', async () => {
  const { calls, consumer } = listener(to.db)
  await line.listen(consumer)
  line.broker.begin()
  for (let n = 0; n < 60; n += 1) await line.publish(`key-${n % 3}`, n)
  await line.quiet()
  expect(calls).toHaveLength(60)
  for (const key of ['key-0', 'key-1', 'key-2']) {
    const numbers = calls.filter((call) => call.key === key).map((call) => call.n)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }
})

test('a fact that commits late, behind later ones, is delivered all the same', async () => {
  const { calls, consumer } = listener(to.db)
  await line.listen(consumer)
  line.broker.begin()
  const slow = await from.pool.connect()
  await slow.query('begin')
  await slow.query(
    `insert into outbox (type, key, data, occurred_at) values ('thing.done', 'slow', '{"n": 1}', now())`,
  )
  await line.publish('fast', 2)
  await eventually(async () => (calls.length === 1 ? true : undefined), 'the fast one')
  await slow.query('commit')
  slow.release()
  await line.quiet()
  expect(calls.map((call) => call.n)).toEqual([2, 1])
})

test('nothing is published before every service has subscribed', async () => {
  const early = listener(to.db)
  const late = listener(to.db)
  await line.listen(early.consumer, 'early')
  await line.publish('k', 1)
  expect(await line.relayOnce()).toBe(0)
  await line.listen(late.consumer, 'late')
  line.broker.begin()
  await line.quiet()
  expect([early.calls, late.calls].map((calls) => calls.length)).toEqual([1, 1])
})

describe('one consumer in trouble holds up nobody else', () => {
  test('a paused one catches up in order, beside a healthy one', async () => {
    let healthy = false
    const stuck = listener(to.db, async () => {
      if (!healthy) throw new TransientError('the post office is closed')
    })
    const fine = listener(to.db)
    await line.listen(stuck.consumer, 'stuck')
    await line.listen(fine.consumer, 'fine')
    line.broker.begin()
    await line.publish('k', 1, 2, 3)
    await eventually(async () => (fine.calls.length === 3 ? true : undefined), 'the healthy one')
    await eventually(async () => (stuck.calls.length > 7 ? true : undefined), 'many tries')
    expect(new Set(stuck.calls.map((call) => call.n))).toEqual(new Set([1]))
    expect(await parked(to.pool)).toEqual([])
    stuck.calls.length = 0
    healthy = true
    await line.quiet()
    expect(stuck.calls.map((call) => call.n)).toEqual([1, 2, 3])
  })

  test('a handler that throws for ever: the event is parked, the rest goes on', async () => {
    const { calls, consumer } = listener(to.db, async (event) => {
      if (event.data.n === 2) throw new Error('cannot digest this')
    })
    await line.listen(consumer)
    line.broker.begin()
    await line.publish('k', 1, 2, 3)
    await line.quiet()
    expect(calls.map((call) => call.n)).toEqual([1, 2, 2, 2, 2, 2, 3])
    expect(await parked(to.pool)).toEqual([
      {
        consumer: 'listener',
        type: 'thing.done',
        reason: 'Error: cannot digest this',
        attempts: 5,
      },
    ])
  })

  test('a poisoned batch: only the poison is parked', async () => {
    const { calls, consumer } = batchListener(async (numbers) => {
      if (numbers.includes(7)) throw new Error('cannot digest this')
    })
    await line.listen(consumer)
    line.broker.begin()
    await line.publish('k', ...Array.from({ length: 20 }, (_, n) => n))
    await line.quiet()
    const digested = calls.filter((numbers) => !numbers.includes(7)).flat()
    expect(digested.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n).filter((n) => n !== 7),
    )
    expect(await parked(to.pool)).toMatchObject([{ attempts: 5, type: 'thing.done' }])
  })
})

test('hundreds of events go through a batch handler in few transactions', async () => {
  const { calls, consumer } = batchListener()
  await line.listen(consumer)
  await line.publish('k', ...Array.from({ length: 2_000 }, (_, n) => n))
  line.broker.begin()
  await line.quiet()
  expect(calls.flat()).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
  expect(calls.length).toBeLessThanOrEqual(8)
})

test('what is published while nobody listens to the type goes nowhere and is not kept', async () => {
  line.broker.begin()
  await line.publish('k', 1)
  await line.quiet()
  const { rows } = await from.pool.query('select 1 from delivery')
  expect(rows).toEqual([])
})

test('stopping in the middle of work loses nothing and repeats nothing', async () => {
  const { calls, consumer } = listener(to.db)
  const receiver = await line.listen(consumer)
  let consumption = await line.broker.consume(receiver)
  line.broker.begin()
  for (let n = 0; n < 40; n += 1) {
    await line.publish('k', n)
    if (n % 8 === 7) {
      await consumption.stop()
      consumption = await line.broker.consume(receiver)
    }
  }
  await line.quiet()
  await consumption.stop()
  expect(calls.map((call) => call.n)).toEqual(Array.from({ length: 40 }, (_, n) => n))
})

test('a burst after single facts is taken by the batch, not by the number of deliveries', async () => {
  await publish(from.pool, 'k', ...Array.from({ length: 53 }, (_, n) => n))
  const { rows } = await from.pool.query<{ seq: string }>('select seq from outbox order by seq')
  const seqs = rows.map(({ seq }) => seq)
  const parts = [
    seqs.slice(0, 1),
    seqs.slice(1, 2),
    seqs.slice(2, 3),
    seqs.slice(3, 28),
    seqs.slice(28),
  ]
  for (const part of parts)
    await from.pool.query("insert into delivery (consumer, seqs) values ('slow', $1)", [part])
  const { source } = contract
  const taken = async (enough: number) =>
    (await waitingRows({ pool: from.pool, source }, 'slow', enough)).map(({ seq }) => seq)
  expect(await taken(3)).toEqual(seqs.slice(0, 3))
  expect(await taken(4)).toEqual(seqs.slice(0, 28))
  expect(await taken(29)).toEqual(seqs)
})
