import type pg from 'pg'
import { bucketIn, digestOf, type EventDigest, lowestId, type Span } from './event-buckets.ts'

export interface Heard extends Span {
  readonly consumer: string
  readonly types: readonly string[]
}

// The primary key (consumer, event_id) is in order of time, because the ids are.
const digests = {
  name: 'inbox-digests',
  text: `select type, ${bucketIn('event_id')} as bucket, count(*)::int as count,
      ${digestOf('event_id')} as digest
    from inbox
    where consumer = $1 and event_id >= $2 and event_id < $3 and type = any($4)
      and uuid_extract_version(event_id) = 7
    group by 1, 2`,
}

/** What this consumer has received of the span, by type and bucket. What it parked counts as received. */
export async function inboxDigests(pool: pg.Pool, heard: Heard): Promise<EventDigest[]> {
  const values = [heard.consumer, lowestId(heard.from), lowestId(heard.until), heard.types]
  const { rows } = await pool.query<EventDigest>({ ...digests, values })
  return rows
}

export async function inboxIds(pool: pg.Pool, heard: Heard): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select event_id as id from inbox
     where consumer = $1 and event_id >= $2 and event_id < $3 and type = any($4)
       and uuid_extract_version(event_id) = 7`,
    [heard.consumer, lowestId(heard.from), lowestId(heard.until), heard.types],
  )
  return new Set(rows.map((row) => row.id))
}

/** Those of these ids that have not arrived yet. */
export async function notReceived(
  pool: pg.Pool,
  consumer: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from unnest($2::uuid[]) as wanted (id)
     where not exists (select from inbox where consumer = $1 and event_id = wanted.id)`,
    [consumer, ids],
  )
  return rows.map((row) => row.id)
}

/** Those of these ids that lie parked: put aside by a check, they need not be anything their source said. */
export async function parkedOf(
  pool: pg.Pool,
  consumer: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    'select event_id as id from parked where consumer = $1 and event_id = any($2)',
    [consumer, ids],
  )
  return new Set(rows.map((row) => row.id))
}
