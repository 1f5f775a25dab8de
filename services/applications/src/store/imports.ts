import type pg from 'pg'

export interface KnownRows {
  readonly records: readonly {
    readonly number: string
    readonly accountId: string
    readonly legalName: string
    readonly issuedOn: string
    readonly expiresOn: string
    readonly status: string
    readonly county: string
  }[]
  readonly certifications: readonly { readonly number: string; readonly accountId: string }[]
}

/** Imports come one after the other; what one reads, no other writes meanwhile. */
export async function lockImports(client: pg.ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('certification-import', 0))`)
}

export async function readKnown(
  client: pg.ClientBase,
  numbers: readonly string[],
  accountIds: readonly string[],
): Promise<KnownRows> {
  const records = await client.query({
    text: `select number, account_id as "accountId", legal_name as "legalName",
        issued_on::text as "issuedOn", expires_on::text as "expiresOn", status, county
      from import_record where number = any ($1::text[])`,
    values: [numbers],
  })
  const certifications = await client.query({
    text: `select number, account_id as "accountId" from certification
      where number = any ($1::text[]) or account_id = any ($2::uuid[])`,
    values: [numbers, accountIds],
  })
  return { records: records.rows, certifications: certifications.rows }
}

export interface NewHolder {
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly status: string
  readonly issuedOn: string
  readonly expiresOn: string
  readonly legalName: string
  readonly county: string
  readonly verificationCode: string
  readonly codeVersion: string
  readonly beginnings: readonly string[]
}

export interface ImportTerms {
  readonly now: Date
  readonly today: string
  readonly termYears: number
  readonly kinds: readonly number[]
}

type Step = (
  client: pg.ClientBase,
  holders: readonly NewHolder[],
  terms: ImportTerms,
) => Promise<unknown>

/** Holders with everything that belongs to one, table by table, each in one statement. */
export async function insertHolders(
  client: pg.ClientBase,
  holders: readonly NewHolder[],
  terms: ImportTerms,
): Promise<void> {
  if (holders.length === 0) return
  for (const step of steps) await step(client, holders, terms)
}

const column = <K extends keyof NewHolder>(holders: readonly NewHolder[], key: K) =>
  holders.map((holder) => holder[key])

/** A term that began before its last two years did so with a renewal somewhere else. */
const certifications: Step = (client, holders, { today, termYears }) =>
  client.query({
    name: 'import-certification',
    text: `insert into certification (id, account_id, number, hold, held_since, surrendered,
        first_issued_on, effective_on, expires_on, term, certified_name, county, verification_code)
      select id, account_id, number, status,
        case when status in ('SUSPENDED', 'REVOKED') then $10::date end, status = 'SURRENDERED',
        issued_on, greatest(issued_on, (expires_on - make_interval(years => $11))::date), expires_on,
        1, name, county, code
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[],
        $8::text[], $9::text[])
        as row (id, account_id, number, status, issued_on, expires_on, name, county, code)`,
    values: [
      column(holders, 'id'),
      column(holders, 'accountId'),
      column(holders, 'number'),
      column(holders, 'status'),
      column(holders, 'issuedOn'),
      column(holders, 'expiresOn'),
      column(holders, 'legalName'),
      column(holders, 'county'),
      column(holders, 'verificationCode'),
      today,
      termYears,
    ],
  })

const termsAndCertificates: Step = async (client, holders) => {
  const values = [column(holders, 'id')]
  await client.query({
    name: 'import-term',
    text: `insert into term (certification_id, term, effective_on, expires_on)
      select id, term, effective_on, expires_on from certification where id = any ($1::uuid[])`,
    values,
  })
  await client.query({
    name: 'import-certificate',
    text: `insert into certificate (id, certification_id, term, certified_name, effective_on, expires_on)
      select gen_random_uuid(), id, term, certified_name, effective_on, expires_on
      from certification where id = any ($1::uuid[])`,
    values,
  })
}

const names: Step = (client, holders) => {
  const rows = holders.flatMap(({ id, beginnings }) =>
    beginnings.map((rest, position) => ({ id, rest, position })),
  )
  return client.query({
    name: 'import-name',
    text: `insert into name_beginning (certification_id, position, rest)
      select * from unnest($1::uuid[], $2::smallint[], $3::text[])`,
    values: [rows.map((r) => r.id), rows.map((r) => r.position), rows.map((r) => r.rest)],
  })
}

/** The Code counts as signed on the day of issue, by the name of then (CRT-3). */
const signatures: Step = (client, holders) =>
  client.query({
    name: 'import-signature',
    text: `insert into signature (id, certification_id, account_id, purpose, code_version, language,
        signed_at, typed_name, name_then, imported)
      select gen_random_uuid(), c.id, c.account_id, 'issue', row.version, 'en',
        c.first_issued_on::timestamp at time zone 'America/Los_Angeles', c.certified_name,
        c.certified_name, true
      from unnest($1::uuid[], $2::text[]) as row (id, version) join certification c on c.id = row.id`,
    values: [column(holders, 'id'), column(holders, 'codeVersion')],
  })

const sanctions: Step = (client, holders, { now }) =>
  client.query({
    name: 'import-sanction',
    text: `insert into sanction (id, certification_id, kind, effective_at, imported)
      select gen_random_uuid(), id,
        case hold when 'REVOKED' then 'revocation' else 'suspension' end, $2::timestamptz, true
      from certification where id = any ($1::uuid[]) and hold in ('SUSPENDED', 'REVOKED')`,
    values: [column(holders, 'id'), now.toISOString()],
  })

/** Kinds whose day has passed are on record, so that nobody is flooded and the next one comes. */
const reminders: Step = (client, holders, { today, kinds }) =>
  client.query({
    name: 'import-reminder',
    text: `insert into reminder (certification_id, term, kind, state, day)
      select c.id, c.term, k.kind, 'before-import', $2::date
      from certification c cross join unnest($3::smallint[]) as k (kind)
      where c.id = any ($1::uuid[]) and c.expires_on - k.kind < $2::date`,
    values: [column(holders, 'id'), today, kinds],
  })

const history: Step = (client, holders, { now }) =>
  client.query({
    name: 'import-history',
    text: `insert into history (account_id, at, filter, code, facts, actor, rule_ids, linked_id)
      select account_id, $2::timestamptz, 'status', 'certification.imported',
        jsonb_build_object('number', number, 'status', hold, 'expiresOn', expires_on),
        '{"kind":"system"}', '{CRT-3,CRT-5}', id::text
      from certification where id = any ($1::uuid[])`,
    values: [column(holders, 'id'), now.toISOString()],
  })

const records: Step = (client, holders, { now }) =>
  client.query({
    name: 'import-record',
    text: `insert into import_record (number, account_id, legal_name, issued_on, expires_on, status,
        county, imported_at)
      select number, account_id, certified_name, first_issued_on, expires_on, hold, county,
        $2::timestamptz
      from certification where id = any ($1::uuid[])`,
    values: [column(holders, 'id'), now.toISOString()],
  })

const steps: readonly Step[] = [
  certifications,
  termsAndCertificates,
  names,
  signatures,
  sanctions,
  reminders,
  history,
  records,
]
