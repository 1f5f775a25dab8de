import type pg from 'pg'
import {
  bucketIn,
  digestOf,
  type EventDigest,
  instantOf,
  lowestId,
  type Span,
} from './event-buckets.ts'

/** One event of the own outbox, as a consumer who misses it has to know it. */
export interface OutboxId {
  readonly id: string
  /** False while the relay still has to send it. */
  readonly sent: boolean
}

/** How far ids of one moment may lie from their place in the sequence. */
const slackMs = 5 * 60_000

const digests = {
  name: 'outbox-digests',
  text: `select type, ${bucketIn('id')} as bucket, count(*)::int as count,
      ${digestOf('id')} as digest
    from outbox where seq >= $1 and seq < $2 and id >= $3 and id < $4
    group by 1, 2`,
}

/** What this service said in the span, by type and bucket; whatever is not sent yet is counted as well. */
export async function outboxDigests(pool: pg.Pool, span: Span): Promise<EventDigest[]> {
  const values = [...(await seqsOf(pool, span)), lowestId(span.from), lowestId(span.until)]
  const { rows } = await pool.query<EventDigest>({ ...digests, values })
  return rows
}

export interface IdsWanted extends Span {
  readonly type: string
  /** Only what comes after this id. */
  readonly after?: string | undefined
  readonly limit: number
}

const ids = {
  name: 'outbox-ids',
  text: `with unsent as (select unnest(seqs) as unsent_seq from outbox_unsent where type = $5)
    select id, unsent_seq is null as sent from outbox left join unsent on unsent_seq = seq
    where seq >= $1 and seq < $2 and id >= $3 and id < $4 and type = $5 and id > $6
    order by id limit $7`,
}

export async function outboxIds(pool: pg.Pool, wanted: IdsWanted): Promise<OutboxId[]> {
  const { type, limit, after = lowestId(new Date(0)) } = wanted
  const values = [
    ...(await seqsOf(pool, wanted)),
    lowestId(wanted.from),
    lowestId(wanted.until),
    type,
    after,
    limit,
  ]
  const { rows } = await pool.query<OutboxId>({ ...ids, values })
  return rows
}

/**
 * Has the relay send these once more, under the ids they have always had. Answers how many: what
 * waits to be sent anyhow, and what this outbox does not hold, is none of them.
 */
export async function publishAgain(pool: pg.Pool, wanted: readonly string[]): Promise<number> {
  const times = wanted.flatMap((id) => instantOf(id)?.getTime() ?? [])
  if (times.length === 0) return 0
  const span = { from: new Date(Math.min(...times)), until: new Date(Math.max(...times) + 1) }
  const { rows } = await pool.query<{ count: number }>(
    `with unsent as (select unnest(seqs) as unsent_seq from outbox_unsent),
     wanted as (
       select type, array_agg(seq order by seq) as seqs from outbox
       left join unsent on unsent_seq = seq
       where seq >= $1 and seq < $2 and id = any($3::uuid[]) and unsent_seq is null group by type),
     statement as materialized (select nextval('outbox_statement') as id),
     again as (
       insert into outbox_unsent (id, type, seqs, size)
       select statement.id, type, seqs, cardinality(seqs) from wanted, statement returning size)
     select coalesce(sum(size), 0)::int as count, pg_notify('outbox', '') from again`,
    [...(await seqsOf(pool, span)), wanted],
  )
  return rows[0]?.count ?? 0
}

// A million rows a day, and no index on the id: the sequence is searched by halves for the first
// row that is not before the instant.
const firstSeq = {
  name: 'outbox-first-seq',
  text: `with recursive search (low, high) as (
      select min(seq), max(seq) + 1 from outbox
      union all
      select case when probe.before then probe.seq + 1 else low end,
        case when probe.before then high else (low + high) / 2 end
      from search left join lateral (
        select seq, id < $1 as before from outbox
        where seq >= (low + high) / 2 and seq < high order by seq limit 1) probe on true
      where low < high)
    select low::text as seq from search where low = high`,
}

/** From and until as places in the sequence, a little wider than asked: ids decide. */
async function seqsOf(pool: pg.Pool, { from, until }: Span): Promise<[string, string]> {
  const [first, end] = [from.getTime() - slackMs, until.getTime() + slackMs]
  return [await seqAt(pool, new Date(first)), await seqAt(pool, new Date(end))]
}

/** Where facts of this instant begin in the sequence, give or take what was written at the same time. */
export async function seqAt(pool: pg.Pool, instant: Date): Promise<string> {
  const { rows } = await pool.query<{ seq: string }>({ ...firstSeq, values: [lowestId(instant)] })
  return rows[0]?.seq ?? '0'
}
