import type pg from 'pg'
import { loop } from './background.ts'
import type { Broker, OutboxRow } from './broker.ts'
import { inTransaction } from './database.ts'
import type { Log } from './log.ts'
import { concatenated, outboxRows, outboxRowsAsText, outboxText } from './outbox-rows.ts'
import { type Publishing, publishing } from './publish-spans.ts'
import { reached } from './reached.ts'
import type { Metrics } from './telemetry.ts'
import { listen } from './wake.ts'

export interface RelayOptions {
  readonly source: string
  readonly topic: string
  readonly pool: pg.Pool
  readonly databaseUrl: string
  readonly broker: Broker
  readonly log: Log
  readonly metrics: Metrics
  readonly batchSize?: number
  /** The back-up for lost notifications. */
  readonly pollMs?: number
}

export interface Relay {
  start(): void
  nudge(): void
  /** Sends what is there, then stops. */
  stop(): Promise<void>
}

/** Any number would do; it must be the same in every process that shares the database. */
const lockKey = 7_239_405_118

const takeLock = { name: 'relay-lock', text: 'select pg_try_advisory_xact_lock($1) as held' }

// Never a remembered position: only what still lies there is looked at, so a transaction that
// commits late, with a lower sequence than what was sent already, is found all the same. Facts of
// one statement stay together, for they may be of one key.
const takeUnsent = {
  name: 'relay-take-unsent',
  text: `with first as materialized (
      select id, size from outbox_unsent order by id limit $1),
    statement as (select id, sum(size) as size from first group by id),
    next as (
      select id from (
        select id, sum(size) over (order by id) - size as before from statement) as sized
      where before < $1),
    taken as (
      delete from outbox_unsent where id in (select id from next) returning id, type, seqs, size)
    select type, seqs::text as seqs, size, (select count(*)::int from first) as looked
    from taken order by id`,
}

interface Unsent {
  readonly type: string
  /** As PostgreSQL writes arrays. */
  readonly seqs: string
  readonly size: number
  /** How many of its kind were seen, taken or not. */
  readonly looked: number
}

export interface Passed {
  readonly sent: number
  /** Something is left that was there already; what comes later says so itself. */
  readonly more: boolean
}

const nothing: Passed = { sent: 0, more: false }

function byType(rows: readonly Unsent[]): Map<string, string> {
  const lists = Map.groupBy(rows, ({ type }) => type)
  return new Map(
    [...lists].map(([type, parts]) => [type, concatenated(parts.map(({ seqs }) => seqs))]),
  )
}

/** Publishes one batch. Another relay at work means none for this one. */
export function relayOnce(options: RelayOptions): Promise<Passed> {
  const { source, topic, pool, broker, batchSize = 500 } = options
  if (!broker.ready()) return Promise.resolve(nothing)
  let committed: (() => void) | void
  let sending: Publishing | undefined
  const load = async (rows: Promise<OutboxRow[]>) => {
    sending = publishing(topic, await rows)
    return sending.rows
  }
  return inTransaction(pool, async (client) => {
    const lock = await client.query<{ held: boolean }>({ ...takeLock, values: [lockKey] })
    if (!lock.rows[0]?.held) return nothing
    await reached('relay.after-lock', topic)
    // Should publishing fail, the transaction puts them back.
    const { rows } = await client.query<Unsent>({ ...takeUnsent, values: [batchSize] })
    const [first] = rows
    if (!first) return nothing
    await reached('relay.after-mark', topic)
    const seqs = byType(rows)
    const lists = [...seqs.values()]
    committed = await broker.publish(client, {
      source,
      topic,
      seqs,
      rows: () => load(outboxRows(client, lists)),
      texts: async () => {
        const loaded = await load(outboxRowsAsText(client, lists))
        return loaded.map((row) => outboxText(source, row))
      },
    })
    await reached('relay.after-publish', topic)
    return {
      sent: rows.reduce((sum, row) => sum + row.size, 0),
      more: rows.length < first.looked || first.looked >= batchSize,
    }
  }).then(
    async (passed) => {
      if (passed.sent > 0) await reached('relay.after-commit', topic)
      sending?.end()
      committed?.()
      return passed
    },
    (error: unknown) => {
      sending?.end(error)
      throw error
    },
  )
}

/** Outbox → broker, woken by NOTIFY. One at a time per database, however many processes run it. */
export function createRelay(options: RelayOptions): Relay {
  const { databaseUrl, log, metrics, pollMs = 1_000 } = options
  let listening: { stop(): Promise<void> } | undefined
  const work = loop({
    name: 'relay',
    everyMs: pollMs,
    async run() {
      const { sent, more } = await relayOnce(options)
      if (sent > 0) metrics.add('outbox_sent_total', {}, sent)
      return more
    },
  })
  return {
    start() {
      work.start(log)
      listening = listen(databaseUrl, 'outbox', () => work.nudge(), log)
    },
    nudge: () => work.nudge(),
    async stop() {
      await listening?.stop()
      await work.stop()
      await drain(options)
    },
  }
}

/** What the last requests said goes out now; if it cannot, the next start sends it. */
async function drain(options: RelayOptions): Promise<void> {
  try {
    while ((await relayOnce(options)).sent > 0);
  } catch (error) {
    options.log.warn({ err: error }, 'outbox not empty at shutdown; the next start sends the rest')
  }
}
