import type pg from 'pg'

/** The table listening: what a consumer is owed, and how far that was compared. Machine time. */
export interface Ear {
  readonly consumer: string
  readonly topic: string
  readonly types: readonly string[]
}

/** Types that are compared from the same instant on. */
export interface Stretch {
  readonly types: readonly string[]
  readonly from: Date
}

/**
 * From now on each of these types is owed to the consumer. What was said before it listened is not:
 * then it was another's, or skipped as unknown. Says so again at each start, and keeps the first time.
 */
export async function listenFrom(pool: pg.Pool, ear: Ear, everyMs: number): Promise<void> {
  await pool.query(
    `insert into listening (consumer, topic, type, due_at)
     select $1, $2, type, now() + $4 * interval '1 ms' from unnest($3::text[]) as type
     on conflict do nothing`,
    [ear.consumer, ear.topic, ear.types, everyMs],
  )
}

/** True for one process of all when a comparison is due; the others wait for the next. */
export async function takeTurn(pool: pg.Pool, ear: Ear, everyMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update listening set due_at = now() + $3 * interval '1 ms'
     where consumer = $1 and topic = $2 and due_at <= now()`,
    [ear.consumer, ear.topic, everyMs],
  )
  return (rowCount ?? 0) > 0
}

/** It did not come to an end: somebody tries again after a while that is shorter. */
export async function tryAgain(pool: pg.Pool, ear: Ear, afterMs: number): Promise<void> {
  await pool.query(
    `update listening set due_at = least(due_at, now() + $3 * interval '1 ms')
     where consumer = $1 and topic = $2`,
    [ear.consumer, ear.topic, afterMs],
  )
}

/** However long a consumer was away, it is compared no further back; every outbox keeps more. */
export const mostDays = 35

/**
 * Where each type's comparison begins: a day back, further when the last ones did not come to an
 * end, never before it listened.
 */
export async function stretches(pool: pg.Pool, ear: Ear, until: Date): Promise<Stretch[]> {
  const { rows } = await pool.query<Stretch>(
    `select array_agg(type order by type) as types, start as "from"
     from (select type, greatest(since, $4::timestamptz - $5 * interval '1 day',
         least(compared_until, $4::timestamptz - interval '1 day')) as start
       from listening where consumer = $1 and topic = $2 and type = any($3)) as types
     where start < $4 group by start order by start`,
    [ear.consumer, ear.topic, ear.types, until, mostDays],
  )
  return rows
}

export async function comparedUntil(
  pool: pg.Pool,
  ear: Ear,
  { types, until }: { types: readonly string[]; until: Date },
): Promise<void> {
  await pool.query(
    `update listening set compared_until = greatest(compared_until, $4)
     where consumer = $1 and topic = $2 and type = any($3)`,
    [ear.consumer, ear.topic, types, until],
  )
}
