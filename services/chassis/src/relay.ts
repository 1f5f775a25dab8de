import type pg from 'pg'
import { loop } from './background.ts'
import type { Broker } from './broker.ts'
import { inTransaction } from './database.ts'
import type { Log } from './log.ts'
import { outboxRows } from './outbox-rows.ts'
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

// Never a remembered position: only rows without sent_at are looked at, so a transaction that
// commits late, with a lower sequence than what was sent already, is found all the same.
const markSent = {
  name: 'relay-mark-sent',
  text: `with sent as (
      update outbox set sent_at = now()
      where seq = any(array(select seq from outbox where sent_at is null order by seq limit $1))
      returning seq, type)
    select type, array_agg(seq order by seq)::text as seqs, count(*)::int as count
    from sent group by type`,
}

/** Publishes one batch; answers how many rows. Another relay at work means none for this one. */
export function relayOnce(options: RelayOptions): Promise<number> {
  const { source, topic, pool, broker, batchSize = 500 } = options
  if (!broker.ready()) return Promise.resolve(0)
  let committed: (() => void) | void
  return inTransaction(pool, async (client) => {
    const lock = await client.query<{ held: boolean }>({ ...takeLock, values: [lockKey] })
    if (!lock.rows[0]?.held) return 0
    // Marking locks the rows; should publishing fail, the transaction takes the mark back.
    const marked = await client.query<{ type: string; seqs: string; count: number }>({
      ...markSent,
      values: [batchSize],
    })
    if (marked.rows.length === 0) return 0
    const seqs = new Map(marked.rows.map((row) => [row.type, row.seqs]))
    committed = await broker.publish(client, {
      source,
      topic,
      seqs,
      rows: () => outboxRows(client, [...seqs.values()]),
    })
    return marked.rows.reduce((sum, row) => sum + row.count, 0)
  }).then((count) => {
    committed?.()
    return count
  })
}

/** Outbox → broker, woken by NOTIFY. One at a time per database, however many processes run it. */
export function createRelay(options: RelayOptions): Relay {
  const { databaseUrl, log, metrics, batchSize = 500, pollMs = 1_000 } = options
  let listening: { stop(): Promise<void> } | undefined
  const work = loop({
    name: 'relay',
    everyMs: pollMs,
    async run() {
      const sent = await relayOnce(options)
      if (sent > 0) metrics.add('outbox_sent_total', {}, sent)
      return sent === batchSize
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
    while ((await relayOnce(options)) > 0);
  } catch (error) {
    options.log.warn({ err: error }, 'outbox not empty at shutdown; the next start sends the rest')
  }
}
