import type pg from 'pg'

export interface LaneBacklog {
  readonly lane: string
  readonly waiting: number
  /** Since the first of them was put there; a mail that is tried again has waited all the while. */
  readonly seconds: number
}

/** Both lanes, also when nothing waits. */
export async function backlog(pool: pg.Pool): Promise<LaneBacklog[]> {
  const { rows } = await pool.query<LaneBacklog>(
    `select lane, coalesce(sum(size), 0)::int as waiting,
       coalesce(extract(epoch from now() - min(since)), 0)::float as seconds
     from unnest(array['service', 'reminders']) as lanes (lane)
     left join dispatch using (lane) group by lane`,
  )
  return rows
}

export async function noticesByState(
  pool: pg.Pool,
): Promise<{ readonly state: string; readonly count: number }[]> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from notice group by state',
  )
  return rows
}
