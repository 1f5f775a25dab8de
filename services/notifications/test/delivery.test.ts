import { randomUUID } from 'node:crypto'
import { eventually } from '@peercert/chassis/eventually'
import { createLog } from '@peercert/chassis/log'
import { localSignals } from '@peercert/chassis/signals'
import { createMetrics } from '@peercert/chassis/telemetry'
import { describe, expect, test } from 'vitest'
import type { Deps } from '../src/deps.ts'
import { deliveryLoop } from '../src/jobs/delivery.ts'
import type { Handing, Sender } from '../src/smtp/sender.ts'
import { isQuiet, leaseSacks, type Mark, markLeased, release } from '../src/store/dispatches.ts'
import { addNotices } from '../src/store/new-notices.ts'
import { withWorld } from './kit.ts'

const world = withWorld()
const { kit } = world

/** A lane at which no desk of the service works: the test is the worker. */
const lane = 'test'
const at = () => kit.clock.now()

async function queue(count: number): Promise<void> {
  const notices = Array.from({ length: count }, () => ({
    accountId: randomUUID(),
    kind: 'M-1',
    subjectId: randomUUID(),
    occurrence: '1',
    facts: {},
  }))
  await addNotices(kit.pool as never, lane, notices, at())
}

const outcome = {
  state: 'sent',
  tried: true,
  code: 250,
  why: null,
  language: 'en',
  drafted: false,
  pauseMs: 0,
  badAddress: false,
} as const

/** Everybody can be reached and everything still stands. */
const worldOf = ({ pool, clock }: typeof kit) =>
  ({
    pool,
    clock,
    metrics: createMetrics('test'),
    signals: localSignals(),
    texts: () => ({}),
    identity: {
      contactsOf: async (ids: readonly string[]) =>
        new Map(ids.map((id) => [id, { email: 'ana@example.org', language: 'en' }])),
      secretsOf: async () => new Map(),
    },
    applications: {
      standingOf: async (asked: readonly object[]) =>
        asked.map(() => ({ stands: true, drafted: false })),
    },
    payments: { voucherCodesOf: async () => new Map() },
  }) as unknown as Deps

type Lease = NonNullable<Awaited<ReturnType<typeof leaseSacks>>>
const marksOf = ({ sacks }: Lease, change: Partial<Mark['outcome']> = {}): Mark[] =>
  sacks.flatMap(({ id, noticeIds }) =>
    noticeIds.map((one) => ({ sack: id, id: one, outcome: { ...outcome, ...change } })),
  )
const take = async (leaseMs: number, most = 1_000) => {
  const lease = await leaseSacks(kit.pool, lane, most, leaseMs)
  if (!lease) throw new Error('nothing was due')
  return lease
}
const statesOf = async ({ sacks }: Lease) => {
  const ids = sacks.flatMap(({ noticeIds }) => noticeIds)
  const { rows } = await kit.pool.query<{ state: string; attempts: number }>(
    'select state, attempts from notice where id = any($1)',
    [ids],
  )
  return rows
}
const told = async ({ sacks }: Lease) => {
  const ids = new Set(sacks.flatMap(({ noticeIds }) => noticeIds))
  const events = await kit.published('notice.sent')
  return events.filter(({ data }) => ids.has(data.noticeId))
}

describe('a lease', () => {
  test('nobody else gets what one worker holds, and nothing counts as quiet meanwhile', async () => {
    await queue(3)
    const mine = await take(60_000)
    expect(await leaseSacks(kit.pool, lane, 1_000, 60_000)).toBeUndefined()
    expect(await isQuiet(kit.pool)).toBe(false)
    await markLeased(kit.pool, mine, marksOf(mine), at())
    expect(await isQuiet(kit.pool)).toBe(true)
  })

  test('several sacks under one lease have one token, and go together', async () => {
    for (let sack = 0; sack < 5; sack += 1) await queue(2)
    const mine = await take(60_000)
    expect(mine.sacks).toHaveLength(5)
    expect(await markLeased(kit.pool, mine, marksOf(mine), at())).toBe(5)
    expect(await told(mine)).toHaveLength(10)
    expect(await leaseSacks(kit.pool, lane, 1_000, 60_000)).toBeUndefined()
  })

  test('is not larger than asked for, but for the last sack', async () => {
    for (let sack = 0; sack < 4; sack += 1) await queue(4)
    const first = await take(60_000, 5)
    expect(first.sacks.map(({ noticeIds }) => noticeIds.length)).toEqual([4, 4])
    const second = await take(60_000, 4)
    expect(second.sacks).toHaveLength(1)
    const third = await take(60_000)
    for (const lease of [first, second, third])
      await markLeased(kit.pool, lease, marksOf(lease), at())
  })

  test('hundreds lie in sacks small enough for a slow provider, and come by the round', async () => {
    await queue(250)
    const [first, second] = [await take(60_000, 150), await take(60_000, 150)]
    const sizes = [first, second].map(({ sacks }) => sacks.map((sack) => sack.noticeIds.length))
    expect(sizes).toEqual([[100, 100], [50]])
    for (const lease of [first, second])
      expect(await markLeased(kit.pool, lease, marksOf(lease), at())).toBe(lease.sacks.length)
  })

  test('a worker that slept through its lease cannot mark what another holds or has sent', async () => {
    await queue(3)
    const sleeper = await take(1)
    const other = await eventually(
      () => leaseSacks(kit.pool, lane, 1_000, 60_000),
      'the lease to run out',
    )
    expect(Number(other.token)).toBeGreaterThan(Number(sleeper.token))

    expect(await markLeased(kit.pool, sleeper, marksOf(sleeper), at())).toBe(0)
    expect((await statesOf(sleeper)).map(({ state }) => state)).toEqual(Array(3).fill('queued'))
    expect(await markLeased(kit.pool, other, marksOf(other), at())).toBe(1)
    expect(await markLeased(kit.pool, sleeper, marksOf(sleeper), at())).toBe(0)
    expect(await told(other)).toHaveLength(3)
    expect((await statesOf(other)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  })

  test('one of whose sacks was taken keeps the others: nothing is lost, nothing is told twice', async () => {
    await queue(2)
    await queue(2)
    const sleeper = await take(1)
    const other = await eventually(
      () => leaseSacks(kit.pool, lane, 1, 60_000),
      'one sack to be free again',
    )
    expect(await markLeased(kit.pool, sleeper, marksOf(sleeper), at())).toBe(1)
    expect(await markLeased(kit.pool, other, marksOf(other), at())).toBe(1)
    expect(await told(sleeper)).toHaveLength(4)
  })

  test('given back, it is free at once', async () => {
    await queue(1)
    const mine = await take(60_000)
    await release(kit.pool, mine.token)
    const again = await take(60_000)
    expect(again.sacks).toEqual(mine.sacks)
    await markLeased(kit.pool, again, marksOf(again), at())
  })

  test('what was put off comes again when its pause is over, in a sack of its own', async () => {
    await queue(2)
    const mine = await take(60_000)
    const [first, second] = marksOf(mine)
    const later = {
      ...(second as Mark),
      outcome: { ...outcome, state: 'queued', code: 451, pauseMs: 150 },
    }
    await markLeased(kit.pool, mine, [first as Mark, later as Mark], at())
    expect(await leaseSacks(kit.pool, lane, 1_000, 60_000)).toBeUndefined()
    expect(await isQuiet(kit.pool)).toBe(true)
    const again = await eventually(
      () => leaseSacks(kit.pool, lane, 1_000, 60_000),
      'the pause to end',
    )
    expect(again.sacks.map(({ noticeIds }) => noticeIds)).toEqual([[later.id]])
    await markLeased(kit.pool, again, marksOf(again), at())
    expect((await statesOf(again)).map(({ attempts }) => attempts)).toEqual([2])
  })

  test('two workers at once share what is due, and neither waits for the other', async () => {
    for (let sack = 0; sack < 30; sack += 1) await queue(1)
    const leases: Lease[] = []
    const work = async () => {
      for (;;) {
        const lease = await leaseSacks(kit.pool, lane, 3, 60_000)
        if (!lease) return
        leases.push(lease)
        await markLeased(kit.pool, lease, marksOf(lease), at())
      }
    }
    // One looks again: while both look at the same moment, each passes over what the other locks.
    await Promise.all([work(), work(), work()])
    await work()
    const sacks = leases.flatMap((lease) => lease.sacks.map(({ id }) => id))
    expect(new Set(sacks).size).toBe(30)
    expect(sacks).toHaveLength(30)
  })
})

test('a worker that stops gives back what it had taken and not sent', async () => {
  for (let sack = 0; sack < 5; sack += 1) await queue(1)
  const sending = Promise.withResolvers<readonly Handing[]>()
  const asked = Promise.withResolvers<void>()
  const sender: Sender = {
    send() {
      asked.resolve()
      return sending.promise
    },
    close: async () => {},
  }
  const post = { sender, patience: { firstMs: 1, forMs: 1 }, domain: 'x.example', portalUrl: 'x' }
  const worker = deliveryLoop(worldOf(kit), { lane: lane as never, most: 1, leaseMs: 60_000, post })
  worker.start(createLog('test', { level: 'silent' }))
  await asked.promise
  const taken = async () => {
    const { rows } = await kit.pool.query<{ count: number }>(
      'select count(*)::int from dispatch where lane = $1 and token is not null',
      [lane],
    )
    return rows[0]?.count
  }
  await eventually(async () => ((await taken()) === 3 ? true : undefined), 'two rounds ahead')
  const stopped = worker.stop()
  sending.resolve([{ outcome: 'sent', code: 250 }])
  await stopped
  expect(await taken()).toBe(0)
  const rest = await take(60_000)
  expect(rest.sacks).toHaveLength(4)
  await markLeased(kit.pool, rest, marksOf(rest), at())
})

describe('NOT-2: the same notice twice in one batch, or in two at once', () => {
  test('is one, in one sack', async () => {
    const notice = {
      accountId: randomUUID(),
      kind: 'M-1',
      subjectId: randomUUID(),
      occurrence: '1',
      facts: {},
    }
    await Promise.all([
      addNotices(kit.pool as never, lane, [notice, notice], at()),
      addNotices(kit.pool as never, lane, [notice], at()),
    ])
    const mine = await take(60_000)
    expect(mine.sacks.flatMap(({ noticeIds }) => noticeIds)).toHaveLength(1)
    await markLeased(kit.pool, mine, marksOf(mine), at())
  })
})
