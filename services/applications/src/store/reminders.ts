import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'

export interface Reminded {
  readonly sameTerm: boolean
  readonly active: boolean
  readonly expiresOn: string
  /** A late renewal of this term lies with the staff. */
  readonly waiting: boolean
  readonly drafted: boolean
  /** An extra reminder of this term has come since. */
  readonly laterKind: boolean
}

const remindedQuery = {
  name: 'reminded',
  text: `
    select a.ordinal,
      c.term = a.term as same_term,
      c.hold = 'ACTIVE' as active,
      c.expires_on::text as expires_on,
      coalesce(r.state in ('in-review', 'question', 'refusal-proposed'), false) as waiting,
      coalesce(r.state in ('draft', 'checking'), false) as drafted,
      exists (select 1 from reminder m where m.certification_id = a.id and m.term = a.term
        and m.kind < a.kind and m.state = 'queued') as later_kind
    from unnest($1::uuid[], $2::int[], $3::smallint[]) with ordinality as a (id, term, kind, ordinal)
    join certification c on c.id = a.id
    -- At most one of a term is open.
    left join renewal r on r.certification_id = a.id and r.term = a.term and r.state in
      ('draft', 'checking', 'in-review', 'question', 'refusal-proposed')`,
}

interface Asked {
  readonly certificationId: string
  readonly term: number
  readonly kind: number
}

interface Row {
  readonly ordinal: string
  readonly same_term: boolean
  readonly active: boolean
  readonly expires_on: string
  readonly waiting: boolean
  readonly drafted: boolean
  readonly later_kind: boolean
}

/** One answer for each that is asked, in the order asked; nothing for what does not exist. */
export async function findReminded(
  pool: pg.Pool,
  asked: readonly Asked[],
): Promise<(Reminded | undefined)[]> {
  const values = [
    arrayOf(asked.map((each) => each.certificationId)),
    arrayOf(asked.map((each) => each.term)),
    arrayOf(asked.map((each) => each.kind)),
  ]
  const { rows } = await pool.query<Row>({ ...remindedQuery, values })
  const answers: (Reminded | undefined)[] = asked.map(() => undefined)
  for (const row of rows)
    answers[Number(row.ordinal) - 1] = {
      sameTerm: row.same_term,
      active: row.active,
      expiresOn: row.expires_on,
      waiting: row.waiting,
      drafted: row.drafted,
      laterKind: row.later_kind,
    }
  return answers
}

// From one day to the next along the index, however many holders a day has.
const expirations = `
  with recursive found (day) as (
    (select expires_on from certification
      where hold = 'ACTIVE' and expires_on >= $1::date order by expires_on limit 1)
    union all
    select (select expires_on from certification
      where hold = 'ACTIVE' and expires_on > found.day order by expires_on limit 1)
    from found where found.day < $2::date)
  select day::text as day from found where day <= $2::date order by day`

/** The days of a span on which anybody in good standing expires. */
export async function daysOfExpiration(
  pool: pg.Pool,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string[]> {
  const { rows } = await pool.query<{ day: string }>(expirations, [from, to])
  return rows.map((row) => row.day)
}

/** Holders who expire on one day, and what a daily run says to them. */
export interface Wave {
  readonly day: string
  readonly expiresOn: string
  /** The kind that is due, those before it, and the first of all. */
  readonly kind: number
  readonly earlier: readonly number[]
  readonly first: number
  /** What the fact says of everybody in this wave. */
  readonly words: object
  /** Program time at which it is said. */
  readonly at: Date
}

/**
 * One page of a wave, in the order of the index. In one statement: who has no record of the kind,
 * the record, the records of what was skipped, and the fact. Whoever dies before the commit has
 * written nothing; whoever runs again finds the records.
 */
const writePage = {
  name: 'remind-page',
  text: `
    with page as materialized (
      select c.id, c.account_id, c.number, c.term, array(
        select r.kind from reminder r where r.certification_id = c.id and r.term = c.term) as kinds
      from certification c
      where c.hold = 'ACTIVE' and c.expires_on = $1::date and c.id > $2::uuid
      order by c.id
      limit $9
    ), written as (
      insert into reminder (certification_id, term, kind, state, day)
      select id, term, $3::smallint, 'queued', $4::date from page where $3 <> all (kinds)
    ), skipped as (
      insert into reminder (certification_id, term, kind, state, day)
      select id, term, s.kind, 'superseded', $4::date
      from unnest($5::smallint[]) as s (kind) cross join page
      where $3 <> all (kinds) and s.kind <> all (kinds)
    ), said as (
      insert into outbox (type, key, data, occurred_at)
      -- Ids and numbers need no quoting, and JSON is only text.
      select 'certification.expiry-approaching', account_id::text,
        ('{"certificationId":"' || id || '","accountId":"' || account_id || '","number":"' || number
          || '","term":' || term || ',"standsFor90":'
          || ($3 <> $6::smallint and $6 <> all (kinds))::text || ',' || $7)::json,
        $8::timestamptz
      from page where $3 <> all (kinds)
      returning 1
    )
    select count(*)::int as seen, (select count(*) from said)::int as written,
      max(id::text) as last
    from page`,
}

export interface Page {
  /** Holders looked at; fewer than asked for when the wave ends here. */
  readonly seen: number
  readonly written: number
  readonly last: string
}

/**
 * One run at a time, on whichever replica: what the statement sees, nobody else is writing. The
 * statement is planned once, perhaps while the tables are still empty, when reading them whole
 * looks cheap: it must not.
 */
export async function lockReminders(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select pg_advisory_xact_lock(hashtextextended('reminders', 0)),
      set_config('enable_seqscan', 'off', true)`,
  )
}

export async function remindPage(
  client: pg.ClientBase,
  wave: Wave,
  after: string,
  most: number,
): Promise<Page> {
  const { expiresOn, kind, day, earlier, first, words, at } = wave
  // Without its first brace: what every fact of the wave says after what is its own.
  const rest = JSON.stringify(words).slice(1)
  const values = [expiresOn, after, kind, day, earlier, first, rest, at.toISOString(), most]
  const { rows } = await client.query<{ seen: number; written: number; last: string | null }>({
    ...writePage,
    values,
  })
  const [row] = rows
  if (!row) throw new Error('a page always answers')
  return { seen: row.seen, written: row.written, last: row.last ?? after }
}

export async function isDayDone(pool: pg.Pool, day: string): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from reminder_day where day = $1::date', [day])
  return rowCount !== 0
}

export async function endDay(pool: pg.Pool, day: string): Promise<void> {
  await pool.query('insert into reminder_day (day) values ($1::date) on conflict do nothing', [day])
}

export interface ReminderRecord {
  readonly certificationId: string
  readonly term: number
  readonly kind: number
  readonly state: string
  readonly expiresOn: string
  readonly at: Date
}

/** The reminders of an account, at 06:00 of their day; what was done before the import is not told. */
export async function listReminders(pool: pg.Pool, accountId: string): Promise<ReminderRecord[]> {
  const { rows } = await pool.query<ReminderRecord>({
    name: 'reminders-of',
    text: `select r.certification_id as "certificationId", r.term, r.kind, r.state,
        t.expires_on::text as "expiresOn",
        (r.day + time '06:00') at time zone 'America/Los_Angeles' as at
      from certification c
      join reminder r on r.certification_id = c.id
      join term t on t.certification_id = c.id and t.term = r.term
      where c.account_id = $1::uuid and r.state <> 'before-import'`,
    values: [accountId],
  })
  return rows
}
