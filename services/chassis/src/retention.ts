import type pg from 'pg'
import { type Loop, loop } from './background.ts'
import { ConfigError } from './config.ts'
import { lowestId } from './event-buckets.ts'
import type { Log } from './log.ts'
import { seqAt } from './outbox-digests.ts'

export interface RetentionOptions {
  readonly pool: pg.Pool
  readonly log: Log
  readonly outboxKeepDays: number
  readonly inboxKeepDays: number
  /** Rows in one statement, so that nobody waits for it. */
  readonly batchSize?: number
}

const dayMs = 86_400_000

/** Facts that everybody has had, and the memory of those received, are forgotten when their time is over. */
export function forgetFacts(options: RetentionOptions): Loop {
  const { outboxKeepDays, inboxKeepDays, batchSize = 1_000 } = options
  if (inboxKeepDays <= outboxKeepDays)
    throw new ConfigError([
      `INBOX_KEEP_DAYS must be greater than OUTBOX_KEEP_DAYS (${outboxKeepDays}): what an outbox holds can come again`,
    ])
  return loop({
    name: 'forget facts',
    everyMs: 600_000,
    async run() {
      await abandonDeliveries(options)
      const said = await forgetSaid(options, batchSize)
      const heard = await forgetHeard(options, batchSize)
      return said === batchSize || heard === batchSize
    },
  })
}

function cutoff(days: number): Date {
  return new Date(Date.now() - days * dayMs)
}

/** Nobody came for these as long as facts are kept: their consumer is no more, as with a topic. */
async function abandonDeliveries({ pool, log, outboxKeepDays }: RetentionOptions): Promise<void> {
  const before = await seqAt(pool, cutoff(outboxKeepDays))
  const { rows } = await pool.query<{ consumer: string; count: number }>(
    `with gone as (delete from delivery where $1 > all(seqs) returning consumer, seqs)
     select consumer, sum(cardinality(seqs))::int as count from gone group by consumer`,
    [before],
  )
  for (const { consumer, count } of rows)
    log.error({ consumer, count }, 'deliveries that nobody came for are gone')
}

// What waits to be sent or delivered stays, and everything after it, however old.
const forgetOutbox = {
  name: 'retention-outbox',
  text: `with waiting as (
      select least(
        (select min(seq) from outbox_unsent, unnest(seqs) as seq),
        (select min(seq) from delivery, unnest(seqs) as seq)) as first)
    delete from outbox where seq = any(array(
      select seq from outbox, waiting
      where seq < $1 and id < $2 and seq < coalesce(first, $1)
      order by seq limit $3 for update of outbox skip locked))`,
}

async function forgetSaid(options: RetentionOptions, limit: number): Promise<number> {
  const { pool, outboxKeepDays } = options
  const before = cutoff(outboxKeepDays)
  const values = [await seqAt(pool, before), lowestId(before), limit]
  return (await pool.query({ ...forgetOutbox, values })).rowCount ?? 0
}

// A fact may have come late: both its own age and that of its arrival count.
const forgetInbox = {
  name: 'retention-inbox',
  text: `delete from inbox using (
      select consumer, event_id from inbox
      where consumer = any(array(select distinct consumer from listening))
        and event_id < $1 and received_at < $2
      limit $3 for update skip locked) as old
    where inbox.consumer = old.consumer and inbox.event_id = old.event_id`,
}

async function forgetHeard(options: RetentionOptions, limit: number): Promise<number> {
  const before = cutoff(options.inboxKeepDays)
  const values = [lowestId(before), before, limit]
  return (await options.pool.query({ ...forgetInbox, values })).rowCount ?? 0
}
