import type pg from 'pg'
import type { CivilDate } from './civil-date.ts'

/** The table job_run: each job once per civil day, whoever runs it. Leases are machine time. */
export type JobState = 'running' | 'failed' | 'done' | 'merged'

export interface Lease {
  readonly job: string
  readonly day: CivilDate
  readonly token: string
  readonly ms: number
}

/** False when it is done, or somebody else is at it. */
export async function claim(pool: pg.Pool, { job, day, token, ms }: Lease): Promise<boolean> {
  const result = await pool.query(
    `insert into job_run (job, day, state, token, lease_until, attempts)
     values ($1, $2::date, 'running', $3, now() + $4 * interval '1 ms', 1)
     on conflict (job, day) do update
     set state = 'running', token = excluded.token, lease_until = excluded.lease_until,
         attempts = job_run.attempts + 1
     where job_run.state in ('running', 'failed') and job_run.lease_until <= now()`,
    [job, day, token, ms],
  )
  return result.rowCount === 1
}

/** False when the lease was lost meanwhile. */
export async function extend(pool: pg.Pool, { job, day, token, ms }: Lease): Promise<boolean> {
  const result = await pool.query(
    `update job_run set lease_until = now() + $4 * interval '1 ms'
     where job = $1 and day = $2::date and token = $3 and state = 'running'`,
    [job, day, token, ms],
  )
  return result.rowCount === 1
}

export async function finish(pool: pg.Pool, { job, day, token }: Lease): Promise<void> {
  await pool.query(
    `update job_run set state = 'done', finished_at = now(), lease_until = null, error = null
     where job = $1 and day = $2::date and token = $3 and state = 'running'`,
    [job, day, token],
  )
}

/** The lease ends after a while that grows with the attempts; then anybody may try again. */
export async function fail(
  pool: pg.Pool,
  { job, day, token }: Lease,
  failure: { reason: string; waitMs: number },
): Promise<void> {
  await pool.query(
    `update job_run set state = 'failed', error = $4,
       lease_until = now() + least($5 * 2 ^ least(attempts, 8), 600000) * interval '1 ms'
     where job = $1 and day = $2::date and token = $3 and state = 'running'`,
    [job, day, token, failure.reason.slice(0, 2_000), failure.waitMs],
  )
}

/** Days that one later run stands for. */
export async function merge(pool: pg.Pool, job: string, days: readonly CivilDate[]): Promise<void> {
  if (days.length === 0) return
  await pool.query(
    `insert into job_run (job, day, state, finished_at)
     select $1, day, 'merged', now() from unnest($2::date[]) as missed (day)
     on conflict (job, day) do update set state = 'merged', finished_at = now()
     where job_run.state in ('running', 'failed') and job_run.lease_until <= now()`,
    [job, days],
  )
}

export async function stateOf(
  pool: pg.Pool,
  job: string,
  day: CivilDate,
): Promise<{ state: JobState; error: string | null } | undefined> {
  const { rows } = await pool.query<{ state: JobState; error: string | null }>(
    'select state, error from job_run where job = $1 and day = $2::date',
    [job, day],
  )
  return rows[0]
}

export interface Progress {
  /** The latest day that has a row at all. */
  readonly last: CivilDate | null
  /** Days that were begun and did not end. */
  readonly open: readonly CivilDate[]
}

export async function progressOf(pool: pg.Pool, job: string): Promise<Progress> {
  const { rows } = await pool.query<Progress>(
    `select max(day)::text as last,
       coalesce(array_agg(day::text order by day) filter (where state in ('running', 'failed')), '{}')
         as open
     from job_run where job = $1`,
    [job],
  )
  return rows[0] ?? { last: null, open: [] }
}
