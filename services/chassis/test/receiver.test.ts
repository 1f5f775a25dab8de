import { CloudEvent } from 'cloudevents'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../src/broker.ts'
import { byTopic, type Consumer, consume, consumeBatch } from '../src/consumers.ts'
import type { Sql } from '../src/database.ts'
import { envelopeOf } from '../src/outbox-rows.ts'
import { requestRedrive } from '../src/parking.ts'
import { createReceiver, type Outcome, type Receiver } from '../src/receiver.ts'
import { createMetrics } from '../src/telemetry.ts'
import { batchListener, delivery, listener, log, never, parked, withDatabase } from './kit.ts'
import { contract, type Things } from './kit-facts.ts'

const to = withDatabase()
let outcomes: Outcome[]
let metrics = createMetrics('test')

function receiverOf(consumer: Consumer, service = 'listener'): Receiver {
  const receiver = createReceiver(consumer, {
    service,
    pool: to.pool,
    log,
    metrics,
    pauseMs: 1,
  })
  receiver.onOutcome = (_id, outcome) => void outcomes.push(outcome)
  return receiver
}

/** As a broker does: the rest of a batch comes again until all has settled. */
async function bring(receiver: Receiver, ...deliveries: Delivery[]): Promise<void> {
  let left = deliveries
  while (left.length > 0) left = left.slice((await receiver.receive(left, never)).settled)
}

beforeEach(() => {
  outcomes = []
  metrics = createMetrics('test')
})

describe('a redelivered event reaches its handler once', () => {
  test('one after the other', async () => {
    const { calls, consumer } = listener(to.db)
    const receiver = receiverOf(consumer)
    const event = delivery()
    await bring(receiver, event, event)
    await bring(receiverOf(consumer), event)
    expect(calls).toHaveLength(1)
    expect(outcomes).toEqual(['handled', 'duplicate', 'duplicate'])
  })

  test('at the same moment in two processes', async () => {
    const { calls, consumer } = listener(to.db)
    const event = delivery()
    await Promise.all([1, 2, 3, 4].map(() => bring(receiverOf(consumer), event)))
    expect(calls).toHaveLength(1)
  })

  test('in one batch, and in a later one', async () => {
    const { calls, consumer } = batchListener()
    const receiver = receiverOf(consumer)
    const [one, two] = [delivery({ data: { n: 1 } }), delivery({ data: { n: 2 } })]
    await bring(receiver, one, one)
    await bring(receiver, one, two)
    expect(calls).toEqual([[1], [2]])
  })

  test('whatever the case of its id', async () => {
    const { calls, consumer } = listener(to.db)
    const id = '3F2504E0-4F89-41D3-9A0C-0305E82C3301'
    await bring(receiverOf(consumer), delivery({ id }), delivery({ id: id.toLowerCase() }))
    expect(calls).toHaveLength(1)
  })

  test('but a handler whose transaction failed is called again', async () => {
    let failures = 1
    const { calls, consumer } = listener(to.db, async () => {
      if (failures-- > 0) throw new Error('once')
    })
    await bring(receiverOf(consumer), delivery())
    expect(calls).toHaveLength(2)
    expect(outcomes).toEqual(['handled'])
  })

  test('and two services on one database each get it', async () => {
    const first = listener(to.db)
    const second = listener(to.db)
    const event = delivery()
    await bring(receiverOf(first.consumer), event)
    await bring(receiverOf(second.consumer, 'second'), event)
    expect([first.calls.length, second.calls.length]).toEqual([1, 1])
  })
})

describe('what one service does with several types of a topic', () => {
  const said: string[] = []
  const mixed = () =>
    byTopic([
      consumeBatch<Things, 'thing.done'>(contract, ['thing.done'], async (events) => {
        said.push(events.map(({ data }) => data.n).join('+'))
      }),
      consume<Things, Sql>(to.db, contract, {
        'thing.undone': async ({ data: { n } }) => {
          said.push(`un${n}`)
          if (n < 0) throw new Error('below nothing')
        },
      }),
    ])
  const brought = (...numbers: (readonly ['done' | 'undone', number])[]) =>
    numbers.map(([type, n]) => delivery({ type: `thing.${type}`, data: { n } }))

  beforeEach(() => {
    said.length = 0
  })

  test('goes through one consumer, in the order of the topic, neighbours together', async () => {
    const [consumer, ...others] = mixed()
    expect(others).toEqual([])
    await bring(
      receiverOf(consumer as Consumer),
      ...brought(['done', 1], ['done', 2], ['undone', 3], ['undone', 4], ['done', 5], ['done', 6]),
    )
    expect(said).toEqual(['1+2', 'un3', 'un4', '5+6'])
    const { rows } = await to.pool.query(
      'select type, count(*)::int from inbox group by 1 order by 1',
    )
    expect(rows).toEqual([
      { type: 'thing.done', count: 4 },
      { type: 'thing.undone', count: 2 },
    ])
  })

  test('waits behind one that fails, until that is parked', async () => {
    const [consumer] = mixed()
    const receiver = receiverOf(consumer as Consumer)
    await bring(receiver, ...brought(['done', 1], ['undone', -1], ['done', 2]))
    expect(said).toEqual(['1', ...Array(5).fill('un-1'), '2'])
    expect(await parked(to.pool)).toMatchObject([{ reason: 'Error: below nothing' }])
  })

  test('of one type, by two handlers, is refused, also under another copy of the contract', () => {
    expect(() => byTopic([...mixed(), ...mixed()])).toThrow('thing.done is handled twice')
    const copies = mixed().map((one) => ({ ...one, contract: { ...contract } }))
    expect(() => byTopic([...mixed(), ...copies])).toThrow('thing.done is handled twice')
  })
})

describe('parked, never dropped, and never handled:', () => {
  test.each<[string, Delivery, string]>([
    ['not JSON', delivery({}, { envelope: undefined, raw: '{oops' }), 'is not a JSON object'],
    ['JSON of another kind', delivery({}, { envelope: 17 }), 'is not a JSON object'],
    ['no type', delivery({ type: undefined }), 'has no type'],
    ['an id that is no UUID', delivery({ id: '1' }), 'has no UUID as id'],
    ['another version of the envelope', delivery({ specversion: '0.3' }), 'is not CloudEvents 1.0'],
    [
      'another source',
      delivery({ source: 'urn:peercert:jobs' }),
      `does not come from ${contract.source}`,
    ],
    ['another topic', delivery({}, { topic: 'peercert.jobs.v1' }), 'does not belong to the topic'],
    ['no key', delivery({}, { key: '' }), 'has no key'],
    ['no time', delivery({ time: 'yesterday' }), 'has no time'],
    ['a payload without what it must have', delivery({ data: {} }), 'breaks its contract'],
    ['a payload of the wrong kind', delivery({ data: { n: 'one' } }), 'breaks its contract'],
    ['another format', delivery({ datacontenttype: 'text/xml' }), 'does not carry JSON'],
  ])('%s', async (_what, bad, reason) => {
    const { calls, consumer } = listener(to.db)
    await bring(receiverOf(consumer), bad)
    expect(calls).toEqual([])
    expect(outcomes).toEqual(['parked'])
    expect(await parked(to.pool)).toMatchObject([{ reason: expect.stringContaining(reason) }])
  })

  test('a parked event that is redelivered is neither parked nor handled again', async () => {
    const { calls, consumer } = listener(to.db, async () => {
      throw new Error('no')
    })
    const event = delivery()
    await bring(receiverOf(consumer), event)
    await bring(receiverOf(consumer), event)
    expect(await parked(to.pool)).toHaveLength(1)
    expect(calls).toHaveLength(5)
  })

  test('the reason names the place and no value', async () => {
    const { consumer } = listener(to.db)
    await bring(receiverOf(consumer), delivery({ data: { n: 'ana@example.org' } }))
    expect(JSON.stringify((await parked(to.pool))[0]?.reason)).not.toContain('ana')
  })

  test('when not even parking works, nothing settles', async () => {
    const { consumer } = listener(to.db)
    const receiver = receiverOf(consumer)
    await to.pool.query('alter table parked rename to parked_away')
    const { settled, pauseMs } = await receiver.receive([delivery({ data: {} })], never)
    await to.pool.query('alter table parked_away rename to parked')
    expect(settled).toBe(0)
    expect(pauseMs).toBeGreaterThan(0)
  })
})

test('a type this version does not know is skipped and counted: a newer producer may be ahead', async () => {
  const { consumer } = listener(to.db)
  await bring(receiverOf(consumer), delivery({ type: 'thing.praised' }), delivery())
  expect(outcomes).toEqual(['skipped', 'handled'])
  expect(await parked(to.pool)).toEqual([])
  const labels = { consumer: 'listener', type: 'unknown', outcome: 'skipped' }
  expect(metrics.get('events_received_total', labels)).toBe(1)
})

test('a type of the topic that this consumer did not ask for is passed by', async () => {
  const { calls, consumer } = listener(to.db)
  await bring(receiverOf(consumer), delivery({ type: 'thing.undone' }))
  expect([calls.length, outcomes.length, (await parked(to.pool)).length]).toEqual([0, 0, 0])
})

test('fields that a newer producer added are no reason to refuse', async () => {
  const { calls, consumer } = listener(to.db)
  await bring(receiverOf(consumer), delivery({ data: { n: 1, colour: 'red' }, extra: 1 }))
  expect(calls).toHaveLength(1)
})

describe('a parked event that somebody asks for again', () => {
  const broken = (state: { mended: boolean }) =>
    listener(to.db, async () => {
      if (!state.mended) throw new Error('not mended yet')
    })

  test('is handled once, though it counts as received', async () => {
    const state = { mended: false }
    const { calls, consumer } = broken(state)
    const receiver = receiverOf(consumer)
    await bring(receiver, delivery())
    state.mended = true
    calls.length = 0
    expect(await receiver.redriveOne()).toBe(false)
    expect(await requestRedrive(to.pool, { type: 'thing.done' })).toBe(1)
    await Promise.all([receiver.redriveOne(), receiver.redriveOne()])
    expect(calls).toHaveLength(1)
    expect(await parked(to.pool)).toEqual([])
    expect(await receiver.redriveOne()).toBe(false)
  })

  test('lies parked again when it still will not go through', async () => {
    const { consumer } = broken({ mended: false })
    const receiver = receiverOf(consumer)
    await bring(receiver, delivery())
    await requestRedrive(to.pool, {})
    expect(await receiver.redriveOne()).toBe(true)
    expect(await receiver.redriveOne()).toBe(false)
    expect(await parked(to.pool)).toMatchObject([{ reason: 'not mended yet', attempts: 6 }])
  })

  // A service listens to several sources under one name; the first of its receivers took what had come
  // to another, did not know the type, and put it aside again.
  test('is handled by the receiver that it came to, and by no other of the same name', async () => {
    const state = { mended: false }
    const { calls, consumer } = broken(state)
    await bring(receiverOf(consumer), delivery())
    state.mended = true
    calls.length = 0
    const other = { ...contract, source: 'urn:peercert:others', topic: 'peercert.others.v1' }
    await requestRedrive(to.pool, {})
    expect(await receiverOf({ ...consumer, contract: other }).redriveOne()).toBe(false)
    expect(await receiverOf(consumer).redriveOne()).toBe(true)
    expect(calls).toHaveLength(1)
    expect(await parked(to.pool)).toEqual([])
  })

  test('works for a batch handler, too', async () => {
    let mended = false
    const { calls, consumer } = batchListener(async () => {
      if (!mended) throw new Error('not mended yet')
    })
    const receiver = receiverOf(consumer)
    await bring(receiver, delivery({ data: { n: 5 } }))
    mended = true
    calls.length = 0
    await requestRedrive(to.pool, { consumer: 'listener' })
    await receiver.redriveOne()
    expect(calls).toEqual([[5]])
  })
})

test('what we send is a CloudEvent by the judgement of the cloudevents package', () => {
  const row = { seq: '1', id: crypto.randomUUID(), type: 'thing.done', key: 'k', data: { n: 1 } }
  const envelope = envelopeOf(contract.source, {
    ...row,
    time: '2026-06-15T19:00:00.000Z',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  })
  expect(new CloudEvent({ ...envelope }, true).validate()).toBe(true)
})
