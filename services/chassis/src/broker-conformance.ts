import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Heard, Line, type LineGround } from './conformance-line.ts'
import { eventually } from './eventually.ts'
import { TransientError } from './transient.ts'

/** A record as somebody puts it on the topic who is not one of our relays. */
export interface RawRecord {
  readonly key: string | null
  readonly value: string
}

/** An implementation of the broker port on fresh databases, for one test. */
export interface Ground extends LineGround {
  /** Once everybody listens. */
  begin(): void | Promise<void>
  /** Brings records to those who listen, in this order. */
  inject(records: readonly RawRecord[], heard: readonly Heard[]): Promise<void>
  close(): Promise<void>
}

const numbersOf = (calls: Heard['calls'], key?: string) =>
  calls.filter((call) => key === undefined || call.key === key).map(({ n }) => n)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

interface Stage {
  readonly ground: Ground
  readonly line: Line
  /** Lets facts flow and waits for this many calls. */
  until(heard: Heard, calls: number): Promise<void>
}

const promises: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async 'every consumer hears every fact once, those of one key in order'({ ground, line }) {
    const heard = [await line.listen('first'), await line.listen('second')]
    await ground.begin()
    for (const n of upTo(40)) await line.publish(`key-${n % 4}`, ...upTo(15).map((m) => n * 15 + m))
    await line.quiet()
    for (const { calls } of heard) {
      expect(sorted(numbersOf(calls))).toEqual(upTo(600))
      for (const key of upTo(4).map((n) => `key-${n}`))
        expect(numbersOf(calls, key)).toEqual(sorted(numbersOf(calls, key)))
    }
  },

  async 'facts that come again, in any order, are handled once'({ ground, line }) {
    const heard = await line.listen('listener')
    await ground.begin()
    await line.publishAll(upTo(120).map((n) => ({ key: `key-${n % 7}`, data: { n } })))
    await line.quiet()
    const said = await saidBefore(ground.from, line)
    for (const order of [said.toReversed(), shuffled(said), said])
      await ground.inject(order, [heard])
    await sendAgain(ground.from, line)
    await line.quiet()
    expect(sorted(numbersOf(heard.calls))).toEqual(upTo(120))
    const counted = { consumer: 'listener', type: 'thing.done', outcome: 'duplicate' }
    expect(heard.metrics.get('events_received_total', counted)).toBe(480)
  },

  async 'facts that come shuffled are all handled, each once'({ ground, line }) {
    const heard = await line.listen('listener')
    await ground.begin()
    const record = (n: number) => ({
      key: `key-${n % 7}`,
      value: JSON.stringify(line.envelope({ data: { n } })),
    })
    const records = upTo(200).map(record)
    await ground.inject(shuffled([...records, ...records]), [heard])
    await line.quiet()
    expect(sorted(numbersOf(heard.calls))).toEqual(upTo(200))
  },

  async 'a fact that commits late, behind later ones, comes all the same'({ ground, line, until }) {
    const heard = await line.listen('listener')
    await ground.begin()
    const slow = await ground.from.connect()
    await slow.query('begin')
    await slow.query(
      `insert into outbox (type, key, data, occurred_at)
       values ('thing.done', 'slow', '{"n": 1}', now())`,
    )
    await line.publish('fast', 2)
    await until(heard, 1)
    await slow.query('commit')
    slow.release()
    await line.quiet()
    expect(numbersOf(heard.calls)).toEqual([2, 1])
  },

  async 'of seven kinds of poison one is skipped and counted, six are parked, the rest goes on'(
    stage,
  ) {
    const { ground, line } = stage
    const heard = await line.listen('listener')
    await ground.begin()
    await line.publish('k', 1)
    await line.quiet()
    const wrong = (changes: object) => JSON.stringify(line.envelope(changes))
    const poison: Readonly<Record<string, RawRecord>> = {
      'bad JSON': { key: 'k', value: '{"specversion":"1.0","id":' },
      'unknown type': { key: 'k', value: wrong({ type: 'thing.from-the-future' }) },
      'version 99': { key: 'k', value: wrong({ specversion: '99' }) },
      'wrong schema': { key: 'k', value: wrong({ data: { n: 'ana' } }) },
      'null key': { key: null, value: wrong({}) },
      'wrong source': { key: 'k', value: wrong({ source: 'urn:peercert:somebody-else' }) },
    }
    await ground.inject(Object.values(poison), [heard])
    await sayTwoMegabytes(ground.from)
    await line.publish('k', 2)
    await stage.until(heard, 2)
    await line.quiet()
    expect(numbersOf(heard.calls)).toEqual([1, 2])
    const reasons = [...(await parkedReasons(ground.to)), ...(await parkedReasons(ground.from))]
    expect(reasons.toSorted()).toEqual([
      'breaks its contract: /n must be integer',
      'does not come from urn:peercert:things',
      expect.stringMatching(/^has 2\d{6} bytes/),
      'has no key',
      'is not CloudEvents 1.0',
      'is not a JSON object',
    ])
    const counted = { consumer: 'listener', type: 'unknown', outcome: 'skipped' }
    expect(heard.metrics.get('events_received_total', counted)).toBe(1)
  },

  async 'a consumer that has to wait catches up in order, and holds up nobody else'(stage) {
    const { ground, line, until } = stage
    let healthy = false
    const stuck = await line.listen('stuck', async () => {
      if (!healthy) throw new TransientError('the post office is closed')
    })
    const fine = await line.listen('fine')
    await ground.begin()
    await line.publish('k', 1, 2, 3)
    await until(fine, 3)
    await until(stuck, 4)
    expect(new Set(numbersOf(stuck.calls))).toEqual(new Set([1]))
    expect(await parkedReasons(ground.to)).toEqual([])
    stuck.calls.length = 0
    healthy = true
    await line.quiet()
    expect(numbersOf(stuck.calls)).toEqual([1, 2, 3])
  },

  async 'a fact that nobody can digest is parked after five tries, the rest goes on'(stage) {
    const { ground, line } = stage
    const heard = await line.listen('listener', async ({ data }) => {
      if (data.n === 2) throw new Error('cannot digest this')
    })
    await ground.begin()
    await line.publish('k', 1, 2, 3)
    await line.quiet()
    expect(numbersOf(heard.calls)).toEqual([1, 2, 2, 2, 2, 2, 3])
    expect(await parkedReasons(ground.to)).toEqual(['Error: cannot digest this'])
  },

  async 'hundreds go through a batch handler in few transactions'({ ground, line }) {
    const sizes: number[] = []
    const heard = await line.listenInBatches('listener', sizes)
    await line.publishAll(upTo(3_000).map((n) => ({ key: `key-${n % 50}`, data: { n } })))
    await ground.begin()
    await line.quiet()
    expect(sorted(numbersOf(heard.calls))).toEqual(upTo(3_000))
    expect(sizes.length).toBeLessThanOrEqual(60)
  },

  async 'stopping and starting in the middle loses nothing and repeats nothing'({ ground, line }) {
    let heard = await line.listen('listener')
    const calls: Heard['calls'][] = [heard.calls]
    await ground.begin()
    for (const n of upTo(40)) {
      await line.publish('k', n)
      if (n % 10 !== 9) continue
      await heard.stop()
      heard = await line.listen('listener')
      calls.push(heard.calls)
    }
    await line.quiet()
    expect(calls.flatMap((each) => numbersOf(each))).toEqual(upTo(40))
  },
}

/** What whoever carries facts has to keep, whichever way it carries them. */
export function brokerConformance(name: string, open: (topic: string) => Promise<Ground>): void {
  describe(`facts by ${name}`, () => {
    let stage: Stage
    beforeEach(async () => {
      const ground = await open(`peercert.things-${randomUUID()}.v1`)
      const line = new Line(ground)
      await line.open()
      const until = async ({ calls, consumer }: Heard, count: number) => {
        const enough = async () => calls.length >= count || undefined
        await eventually(enough, `${count} facts for ${consumer}`)
      }
      stage = { ground, line, until }
    })
    afterEach(async () => {
      await stage.line.close()
      await stage.ground.close()
    })
    test.each(Object.entries(promises))('%s', (_, keep) => keep(stage))
  })
}

/** As somebody would who does not trust that they have arrived. */
async function sendAgain(pool: pg.Pool, line: Line): Promise<void> {
  await pool.query(
    `insert into outbox_unsent (id, type, seqs, size)
     select nextval('outbox_statement'), type, array[seq], 1 from outbox order by seq`,
  )
  line.relay.nudge()
}

async function saidBefore(pool: pg.Pool, line: Line): Promise<RawRecord[]> {
  const { rows } = await pool.query<{ id: string; key: string; data: object }>(
    'select id, key, data from outbox order by seq',
  )
  return rows.map(({ id, key, data }) => ({
    key,
    value: JSON.stringify(line.envelope({ id, data })),
  }))
}

/** The same order in every run. */
function shuffled<T>(items: readonly T[]): T[] {
  let seed = 42
  const dice = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648)
  return items
    .map((item) => ({ item, at: dice() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** Past the publisher, which refuses it: by a statement of a service's own. */
async function sayTwoMegabytes(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into outbox (type, key, data, occurred_at)
     values ('thing.done', 'k', json_build_object('n', 1, 'x', repeat('x', 2000000)), now())`,
  )
}

async function parkedReasons(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ reason: string }>('select reason from parked order by id')
  return rows.map(({ reason }) => reason)
}
