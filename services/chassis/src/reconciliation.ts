import type pg from 'pg'
import { type Loop, loop } from './background.ts'
import type { Broker } from './broker.ts'
import { bucketMs, bucketOf, type Span } from './event-buckets.ts'
import type { EventSource } from './event-source.ts'
import { comparedUntil, type Ear, listenFrom, stretches, takeTurn, tryAgain } from './listening.ts'
import type { Log } from './log.ts'
import { type Comparison, compare, type Lost, type Reconciler } from './reconcile.ts'
import type { Metrics } from './telemetry.ts'

export interface ReconciliationOptions {
  /** What each consumer of the service listens to, and who says it; nobody when that is not known. */
  readonly ears: readonly (Ear & { readonly source: EventSource | undefined })[]
  readonly pool: pg.Pool
  readonly broker: Broker
  readonly log: Log
  readonly metrics: Metrics
  readonly everyMs?: number
  readonly patienceMs?: number
}

export interface Reconciled {
  readonly comparisons: readonly Comparison[]
  /** Whose source did not answer, or is not known. */
  readonly unreached: readonly { consumer: string; topic: string; reason: string }[]
}

export interface Reconciliation {
  /** Every consumer of the service, up to this moment. */
  now(): Promise<Reconciled>
  /** Once an hour, in one process of all: buckets that have been closed for two more. */
  readonly schedule: Loop
}

const hourMs = 3_600_000
const aheadMs = 60_000
const partMs = 6 * hourMs
/** Of each type in the log; npm run reconcile -- --json has all of them. */
const mostNamed = 100

/**
 * Nobody is trusted, not even the broker: each consumer compares what it received with what its source
 * published, and has what is missing published again. Effects stay single, because ids stay the same.
 */
export async function openReconciliation(options: ReconciliationOptions): Promise<Reconciliation> {
  const { ears, pool, log, metrics, everyMs = hourMs } = options
  for (const ear of ears) await listenFrom(pool, ear, everyMs)
  for (const { consumer, topic, source } of ears) {
    // A series that is there from the start shows its first step.
    for (const kind of ['lost', 'unknown'])
      metrics.add('reconciliation_differences', { consumer, topic, kind }, 0)
    if (!source) log.warn({ consumer, topic }, 'no address of this source: it is not compared')
  }
  const known = reconcilersOf(options)
  const run = (reconciler: Reconciler, until: Date) => reconcile(reconciler, until, options)
  return {
    now: () => everyOne(options, known),
    schedule: loop({
      name: 'reconcile',
      everyMs: Math.min(60_000, everyMs),
      async run(signal) {
        for (const reconciler of known) {
          if (signal.aborted || !(await takeTurn(pool, reconciler.ear, everyMs))) continue
          const until = new Date(bucketOf(new Date()).getTime() - 2 * bucketMs)
          await run(reconciler, until).catch(async (error: unknown) => {
            const { consumer, topic } = reconciler.ear
            log.warn({ err: error, consumer, topic }, 'cannot reconcile now')
            metrics.add('reconciliation_failures_total', { consumer, topic })
            await tryAgain(pool, reconciler.ear, everyMs / 12)
          })
        }
      },
    }),
  }
}

async function everyOne(
  options: ReconciliationOptions,
  known: readonly Reconciler[],
): Promise<Reconciled> {
  // Ids carry the time of their own database; its clock may be a little ahead of ours.
  const until = new Date(Date.now() + aheadMs)
  const comparisons: Comparison[] = []
  const unreached = options.ears
    .filter(({ source }) => !source)
    .map(({ consumer, topic }) => ({ consumer, topic, reason: 'its address is not configured' }))
  for (const reconciler of known) {
    const { consumer, topic } = reconciler.ear
    await reconcile(reconciler, until, options).then(
      (found) => comparisons.push(...found),
      (error: unknown) => unreached.push({ consumer, topic, reason: String(error) }),
    )
  }
  return { comparisons, unreached }
}

function reconcilersOf(options: ReconciliationOptions): Reconciler[] {
  const { ears, pool, broker, patienceMs = 20_000 } = options
  return ears.flatMap(({ source, ...ear }) =>
    source ? [{ ear, pool, broker, source, patienceMs }] : [],
  )
}

async function reconcile(
  reconciler: Reconciler,
  until: Date,
  options: ReconciliationOptions,
): Promise<Comparison[]> {
  const { ear, pool } = reconciler
  const all: Comparison[] = []
  for (const { types, from } of await stretches(pool, ear, until)) {
    let complete = true
    for (const part of parts(from, until)) {
      const comparison = await compare(reconciler, { types, from: part.from }, part.until)
      tell(comparison, options)
      all.push(comparison)
      // What waits is looked at again, however long that takes.
      complete &&= comparison.waiting === 0
      if (complete) await comparedUntil(pool, ear, { types, until: part.until })
    }
  }
  return all
}

/** A quarter of a day holds what one question can answer within its time limit, also on a busy day. */
function parts(from: Date, until: Date): Span[] {
  const all: Span[] = []
  for (let at = from.getTime(); at < until.getTime(); at += partMs)
    all.push({ from: new Date(at), until: new Date(Math.min(at + partMs, until.getTime())) })
  return all
}

function tell(comparison: Comparison, { log, metrics }: ReconciliationOptions): void {
  const { consumer, topic, lost, unknown, waiting, mended, until } = comparison
  metrics.add('reconciliation_differences', { consumer, topic, kind: 'lost' }, lost.length)
  metrics.add('reconciliation_differences', { consumer, topic, kind: 'unknown' }, unknown.length)
  metrics.add('reconciliation_mended_total', { consumer, topic }, mended)
  metrics.set('reconciliation_waiting', waiting, { consumer, topic })
  metrics.set('reconciliation_until_seconds', until.getTime() / 1_000, { consumer, topic })
  for (const [type, ids] of byType(lost)) {
    log.error({ consumer, topic, type, count: ids.length }, 'events were lost; published again')
    for (const eventId of ids.slice(0, mostNamed))
      log.warn({ consumer, topic, type, eventId }, 'event was lost')
  }
  for (const [type, ids] of byType(unknown))
    log.error({ consumer, topic, type, count: ids.length }, 'events that no outbox holds')
}

function byType(events: readonly Lost[]): Map<string, string[]> {
  const types = new Map<string, string[]>()
  for (const { type, id } of events) types.set(type, [...(types.get(type) ?? []), id])
  return types
}
