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
      exists (select 1 from renewal r where r.certification_id = a.id and r.term = a.term
        and r.state in ('in-review', 'question', 'refusal-proposed')) as waiting,
      exists (select 1 from renewal r where r.certification_id = a.id and r.term = a.term
        and r.state in ('draft', 'checking')) as drafted,
      exists (select 1 from reminder m where m.certification_id = a.id and m.term = a.term
        and m.kind < a.kind and m.state = 'queued') as later_kind
    from unnest($1::uuid[], $2::int[], $3::smallint[]) with ordinality as a (id, term, kind, ordinal)
    join certification c on c.id = a.id`,
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
    asked.map((each) => each.certificationId),
    asked.map((each) => each.term),
    asked.map((each) => each.kind),
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

export interface Reach {
  /** Days before expiration, in descending order; the last is the notice of the day after. */
  readonly kinds: readonly number[]
  readonly from: string
  readonly to: string
  readonly day: string
}

/** What each fact says besides ids and dates. */
export interface Fees {
  readonly feeCents: number
  readonly lateTotalCents: number
  readonly termYears: number
  readonly lateMonths: number
  /** Program time at which the facts are told. */
  readonly at: Date
}

export interface Position {
  readonly expiresOn: string
  readonly id: string
}

/**
 * One page of holders in the order of the index. In one statement: who is due and has no record, the
 * record, the records of what was skipped, and the fact of each record that is new. Whoever dies
 * before the commit has written nothing; whoever runs again finds the records.
 * The kind of a holder is the smallest distance not below today's: the latest whose day has come.
 */
const writePage = {
  name: 'remind-page',
  text: `
    with page as materialized (
      select c.id, c.account_id, c.number, c.term, c.expires_on, k.kind
      from certification c
      cross join lateral (
        select min(kind) as kind from unnest($1::smallint[]) as kinds (kind)
        where c.expires_on - $2::date <= kind
      ) k
      where c.hold = 'ACTIVE' and c.expires_on between $3::date and $4::date
        and (c.expires_on, c.id) > ($5::date, $6::uuid)
      order by c.expires_on, c.id
      limit $7
    ), due as materialized (
      select p.* from page p
      where not exists (select 1 from reminder r
        where r.certification_id = p.id and r.term = p.term and r.kind = p.kind)
    ), known as (
      select d.id, array_agg(r.kind) as kinds from due d
      join reminder r on r.certification_id = d.id and r.term = d.term
      group by d.id
    ), written as (
      insert into reminder (certification_id, term, kind, state, day)
      select id, term, kind, 'queued', $2::date from due
      on conflict do nothing
      returning certification_id
    ), skipped as (
      insert into reminder (certification_id, term, kind, state, day)
      select d.id, d.term, s.kind, 'superseded', $2::date
      from due d
      join written w on w.certification_id = d.id
      left join known n on n.id = d.id
      cross join unnest($1::smallint[]) as s (kind)
      where s.kind > d.kind and s.kind <> all (coalesce(n.kinds, '{}'))
      on conflict do nothing
    ), said as (
      insert into outbox (type, key, data, occurred_at)
      select 'certification.expiry-approaching', d.account_id::text, jsonb_build_object(
          'certificationId', d.id, 'accountId', d.account_id, 'number', d.number, 'term', d.term,
          'kind', case when d.kind < 0 then 'expired' else d.kind::text end,
          'expiresOn', d.expires_on,
          'newExpiresOn', (d.expires_on + make_interval(years => $8))::date,
          'lateThrough', (d.expires_on + make_interval(months => $9))::date,
          'feeCents', $10::int, 'lateTotalCents', $11::int,
          'standsFor90', d.kind <> f.kind and f.kind <> all (coalesce(n.kinds, '{}'))),
        $12::timestamptz
      from due d
      join written w on w.certification_id = d.id
      left join known n on n.id = d.id
      cross join (select max(kind) as kind from unnest($1::smallint[]) as kinds (kind)) f
      returning 1
    )
    select (select count(*) from page)::int as seen, (select count(*) from said)::int as written,
      last.expires_on::text as expires_on, last.id
    from (select expires_on, id from page order by expires_on desc, id desc limit 1) last`,
}

export interface Page {
  readonly seen: number
  readonly written: number
  readonly last: Position
}

/** Nothing when the page is empty. */
export async function remindPage(
  client: pg.ClientBase,
  { reach, fees, after, limit }: { reach: Reach; fees: Fees; after: Position; limit: number },
): Promise<Page | null> {
  const values = [
    reach.kinds,
    reach.day,
    reach.from,
    reach.to,
    after.expiresOn,
    after.id,
    limit,
    fees.termYears,
    fees.lateMonths,
    fees.feeCents,
    fees.lateTotalCents,
    fees.at.toISOString(),
  ]
  const { rows } = await client.query<{
    seen: number
    written: number
    expires_on: string
    id: string
  }>({ ...writePage, values })
  const [row] = rows
  if (!row) return null
  const { seen, written } = row
  return { seen, written, last: { expiresOn: row.expires_on, id: row.id } }
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
