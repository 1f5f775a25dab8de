import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'

/** Sacks of one lane under one lease. Only who knows the token may mark what is in them. */
export interface Lease {
  readonly token: string
  readonly sacks: readonly Sack[]
}

export interface Sack {
  readonly id: string
  readonly noticeIds: readonly string[]
  readonly traceparent: string | null
}

const lease = {
  name: 'dispatch-lease',
  text: `with free as materialized (
      select id, size, due_at from dispatch
      where lane = $1 and due_at <= now() and (lease_until is null or lease_until < now())
      order by due_at, id limit 64 for update skip locked),
    chosen as (
      select id from (
        select id, sum(size) over (order by due_at, id) - size as before from free) as sized
      where before < $2),
    -- One for all of them: a subquery would be asked again for each row.
    given as materialized (select nextval('dispatch_token') as token)
    update dispatch d
    set token = given.token, lease_until = now() + $3 * interval '1 millisecond'
    from chosen, given
    where d.id = chosen.id
    returning d.id, d.token, array_to_string(d.notice_ids, ',') as notice_ids, d.traceparent`,
}

/** Up to about `most` notices whose turn has come; leases and turns are machine time. */
export async function leaseSacks(
  pool: pg.Pool,
  lane: string,
  most: number,
  leaseMs: number,
): Promise<Lease | undefined> {
  const { rows } = await pool.query<Leased>({ ...lease, values: [lane, most, leaseMs] })
  const [first] = rows
  if (!first) return undefined
  return {
    token: first.token,
    sacks: rows.map(({ id, notice_ids, traceparent }) => ({
      id,
      noticeIds: notice_ids.split(','),
      traceparent,
    })),
  }
}

interface Leased {
  readonly id: string
  readonly token: string
  /** With commas between; the driver's reading of an array is slow. */
  readonly notice_ids: string
  readonly traceparent: string | null
}

/** Nothing was sent: whoever comes next may take them. */
export async function release(pool: pg.Pool, token: string): Promise<void> {
  await pool.query('update dispatch set token = null, lease_until = null where token = $1', [token])
}

/** What became of leased notices; most of a round share one. */
export interface Outcome {
  readonly state:
    | 'queued'
    | 'sent'
    | 'bounced'
    | 'failed'
    | 'withdrawn'
    | 'superseded'
    | 'undeliverable'
  readonly tried: boolean
  readonly code: number | null
  readonly why: string | null
  readonly language: string | null
  readonly drafted: boolean
  /** For those that stay queued: the pause before the next try. */
  readonly pauseMs: number
  /** The address on file is bad (NOT-5). */
  readonly badAddress: boolean
}

export interface Mark {
  readonly sack: string
  readonly id: string
  readonly outcome: Outcome
}

// Not a named statement: see queued.ts. A sack that somebody else leased meanwhile is not ours any
// more: nothing in it is marked, and nothing is lost. What stays queued goes into new sacks in the
// same statement.
const mark = `with mine as (
    delete from dispatch where token = $1 and id = any($2::bigint[])
    returning id, lane, traceparent, since),
  given as (
    select part.id, mine.lane, mine.traceparent, mine.since, o.*
    from unnest($3::uuid[], $4::int[]) as part (id, outcome)
    join jsonb_to_recordset($5::jsonb) as o (outcome int, sack bigint, state text, tried int,
        code int2, why text, language text, drafted bool, "pauseMs" int, "badAddress" bool)
      using (outcome)
    join mine on mine.id = o.sack),
  marked as (
    update notice n set
      state = g.state,
      attempts = n.attempts + g.tried,
      code = coalesce(g.code, n.code),
      why = g.why,
      language = coalesce(g.language, n.language),
      drafted = g.drafted,
      sent_at = case when g.state = 'sent' then $6::timestamptz end,
      outcome_at = case when g.state <> 'queued' then $6::timestamptz end
    from given g where n.id = g.id and n.state = 'queued'
    returning n.id, n.account_id, n.kind, n.subject_id, g.state, g."badAddress"),
  said as (
    insert into outbox (type, key, data, occurred_at)
    select 'notice.' || case when state = 'bounced' and not "badAddress" then 'failed' else state end,
      account_id::text,
      ('{"noticeId":"' || id || '","accountId":"' || account_id || '","kind":"' || kind
        || '","subjectId":"' || subject_id || '"}')::json,
      $6::timestamptz
    from marked where state in ('sent', 'bounced', 'failed')),
  again as (
    insert into dispatch (lane, due_at, notice_ids, size, traceparent, since)
    select lane, now() + "pauseMs" * interval '1 millisecond', array_agg(id), count(*),
      traceparent, min(since)
    from given where state = 'queued' group by lane, "pauseMs", traceparent),
  bad as (
    insert into bounce (account_id, since)
    select distinct account_id, $6::timestamptz from marked where "badAddress"
    on conflict do nothing)
select id from mine`

/** One statement for all of it; answers how many sacks were still ours. */
export async function markLeased(
  pool: pg.Pool,
  { token, sacks }: Lease,
  marks: readonly Mark[],
  at: Date,
): Promise<number> {
  const { outcomes, places } = grouped(marks)
  const { rowCount } = await pool.query(mark, [
    token,
    arrayOf(sacks.map((sack) => sack.id)),
    arrayOf(marks.map((one) => one.id)),
    arrayOf(places),
    JSON.stringify(outcomes),
    at.toISOString(),
  ])
  return rowCount ?? 0
}

/** Each different outcome once, and for each mark which one it is. A round has few of them. */
function grouped(marks: readonly Mark[]): { outcomes: object[]; places: number[] } {
  const known: Mark[] = []
  const places = marks.map((one) => {
    const place = known.findIndex((other) => isSame(one, other))
    return place === -1 ? known.push(one) - 1 : place
  })
  const outcomes = known.map(({ sack, outcome }, place) => ({
    ...outcome,
    outcome: place,
    sack,
    tried: Number(outcome.tried),
  }))
  return { outcomes, places }
}

function isSame({ sack, outcome }: Mark, other: Mark): boolean {
  const { state, tried, code, why, language, drafted, pauseMs, badAddress } = other.outcome
  return (
    sack === other.sack &&
    outcome.state === state &&
    outcome.language === language &&
    outcome.code === code &&
    outcome.drafted === drafted &&
    outcome.why === why &&
    outcome.tried === tried &&
    outcome.pauseMs === pauseMs &&
    outcome.badAddress === badAddress
  )
}

/** Nothing due and nothing in anybody's hands. */
export async function isQuiet(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ quiet: boolean }>(
    `select not exists (
       select from dispatch where due_at <= now() or lease_until > now()) as quiet`,
  )
  return rows[0]?.quiet ?? false
}
