import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Broker } from './broker.ts'
import { type EventDigest, type Span, within } from './event-buckets.ts'
import type { EventSource } from './event-source.ts'
import { inboxDigests, inboxIds, notReceived, parkedOf } from './inbox-digests.ts'
import type { Ear, Stretch } from './listening.ts'

/** What one comparison of a source's outbox with a consumer's inbox found. Counts are events. */
export interface Comparison {
  readonly consumer: string
  readonly topic: string
  readonly from: Date
  readonly until: Date
  /** What the source says it published of these types. */
  readonly published: number
  /** Sent, and passed by: the difference that must not be. */
  readonly lost: readonly Lost[]
  /** Received, and in no outbox: from an older backup, or forged. */
  readonly unknown: readonly Lost[]
  /** The relay still has to send these, or the consumer has not come so far. Others watch that. */
  readonly waiting: number
  /** Of the lost ones: published again and received by now. */
  readonly mended: number
}

export interface Lost {
  readonly type: string
  readonly id: string
}

export interface Reconciler {
  readonly ear: Ear
  readonly pool: pg.Pool
  readonly source: EventSource
  readonly broker: Broker
  /** How long to wait for what is on its way. */
  readonly patienceMs: number
}

/**
 * Outbox against inbox, and what is missing published again. Exact at any moment: the inbox is read before the
 * outbox, so nothing in it can be missing there; and what seems to be missing is looked for once more after the
 * consumer has passed everything that was published by then.
 */
export async function compare(
  reconciler: Reconciler,
  { types, from }: Stretch,
  until: Date,
): Promise<Comparison> {
  const { ear, pool, source } = reconciler
  const { consumer, topic } = ear
  const span = { from, until }
  const heard = await inboxDigests(pool, { ...span, consumer, types })
  const said = (await source.digests(span)).filter(({ type }) => types.includes(type))
  const found: Found = { missing: [], unsent: 0, unknown: [] }
  for (const [type, bucket] of differing(heard, said))
    await lookInto(reconciler, { type, span: within(bucket, span) }, found)
  const { lost, late } = await settle(reconciler, found.missing)
  return {
    consumer,
    topic,
    ...span,
    published: said.reduce((sum, { count }) => sum + count, 0),
    lost,
    unknown: await unexplained(reconciler, found.unknown),
    waiting: found.unsent + late,
    mended: lost.length === 0 ? 0 : await mend(reconciler, lost),
  }
}

interface Found {
  readonly missing: Lost[]
  readonly unknown: Lost[]
  unsent: number
}

/** Types and buckets in which both ends do not say the same. */
function differing(
  heard: readonly EventDigest[],
  said: readonly EventDigest[],
): [type: string, bucket: Date][] {
  const keyOf = ({ type, bucket }: EventDigest) => `${bucket.getTime()} ${type}`
  const textOf = ({ count, digest }: EventDigest) => `${count} ${digest}`
  const mine = new Map(heard.map((one) => [keyOf(one), textOf(one)]))
  const theirs = new Map(said.map((one) => [keyOf(one), textOf(one)]))
  return [...new Set([...mine.keys(), ...theirs.keys()])]
    .filter((key) => mine.get(key) !== theirs.get(key))
    .map((key) => [key.slice(key.indexOf(' ') + 1), new Date(Number.parseInt(key, 10))])
}

async function lookInto(
  { ear, pool, source }: Reconciler,
  { type, span }: { type: string; span: Span },
  found: Found,
): Promise<void> {
  const heard = await inboxIds(pool, { ...span, consumer: ear.consumer, types: [type] })
  const said = await source.events(type, span)
  for (const { id, sent } of said) {
    if (heard.delete(id)) continue
    if (sent) found.missing.push({ type, id })
    else found.unsent += 1
  }
  for (const id of heard) found.unknown.push({ type, id })
}

/** What is still missing after the consumer has passed it is lost; what it has not passed is late. */
async function settle(
  { ear, pool, broker, patienceMs }: Reconciler,
  missing: readonly Lost[],
): Promise<{ lost: Lost[]; late: number }> {
  if (missing.length === 0) return { lost: [], late: 0 }
  const passed = await broker.passed(ear.topic, ear.consumer, patienceMs)
  const ids = missing.map(({ id }) => id)
  const open = new Set(await notReceived(pool, ear.consumer, ids))
  if (!passed) return { lost: [], late: open.size }
  return { lost: missing.filter(({ id }) => open.has(id)), late: 0 }
}

async function unexplained(
  { ear, pool }: Reconciler,
  unknown: readonly Lost[],
): Promise<readonly Lost[]> {
  if (unknown.length === 0) return unknown
  const ids = unknown.map(({ id }) => id)
  const parked = await parkedOf(pool, ear.consumer, ids)
  return unknown.filter(({ id }) => !parked.has(id))
}

const lookMs = 100

/** Asks for them once more, and waits a little for them to arrive. */
async function mend(
  { ear, pool, source, patienceMs }: Reconciler,
  lost: readonly Lost[],
): Promise<number> {
  const ids = lost.map(({ id }) => id)
  await source.publishAgain(ids)
  const end = performance.now() + patienceMs
  for (;;) {
    const open = await notReceived(pool, ear.consumer, ids)
    if (open.length === 0 || performance.now() > end) return ids.length - open.length
    await delay(lookMs)
  }
}
