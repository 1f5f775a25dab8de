import type { Stack } from './stack.ts'

export type Databases = Stack['databases']

/** Who comes first, so that what is measured runs warm. */
export const warmUp = { count: 20_000 }

export interface Seed {
  /** Holders who expire on this day, 'YYYY-MM-DD'. */
  readonly expiresOn: string
  readonly count: number
  /** Holders are counted from here. Numbers of six digits begin again after 999,999. */
  readonly from: number
  readonly hold?: 'ACTIVE' | 'REVOKED'
}

/** Holders in the owners' own tables, as an import leaves them: half write in Spanish, accents too. */
export async function seedHolders(
  { databases }: Pick<Stack, 'databases'>,
  seed: Seed,
): Promise<void> {
  const { expiresOn, count, from, hold = 'ACTIVE' } = seed
  if (count === 0) return
  const values = [from, from + count - 1]
  await databases.identity.query(
    `insert into account (id, legal_name, folded_name, email, email_key, holds_email,
        email_verified, language, county, saved_at, imported, opened_at)
      select md5('account' || n)::uuid, 'José Muñoz-Peña ' || n, 'jose munoz pena ' || n,
        'holder' || n || '@example.org', 'holder' || n || '@example.org', true, true,
        case n % 2 when 0 then 'es' else 'en' end, 'Yolo', now(), true, now()
      from generate_series($1::int, $2::int) as n`,
    values,
  )
  await databases.applications.query(
    `insert into certification (id, account_id, number, hold, first_issued_on, effective_on,
        expires_on, term, certified_name, county, verification_code)
      select md5('certification' || n)::uuid, md5('account' || n)::uuid,
        'CMPSS-' || lpad((n % 1000000)::text, 6, '0'), $3, $4::date - 730, $4::date - 730, $4::date, 1,
        'José Muñoz-Peña ' || n, 'Yolo', 'code' || n
      from generate_series($1::int, $2::int) as n`,
    [...values, hold, expiresOn],
  )
  await vacuum(databases)
}

/** Those who are due, and beside them people who are not and people who must get nothing. */
export async function seedOthers(
  site: Pick<Stack, 'databases'>,
  expiresOn: string,
  count: number,
): Promise<void> {
  const spare = Math.min(Math.ceil(count / 5), 1_000_000 - count)
  let from = 1 + warmUp.count
  const add = async (day: string, many: number, hold?: 'REVOKED') => {
    await seedHolders(site, { expiresOn: day, count: many, from, ...(hold && { hold }) })
    from += many
  }
  await add('2029-03-15', spare >> 1)
  await add(expiresOn, spare >> 1, 'REVOKED')
  await add(expiresOn, count)
}

/** Their numbers are free again; mails that went out stay. */
export async function forgetHolders(
  { databases }: Pick<Stack, 'databases'>,
  expiresOn: string,
): Promise<void> {
  const { applications } = databases
  await applications.query(
    `delete from reminder where certification_id in
      (select id from certification where expires_on = $1::date)`,
    [expiresOn],
  )
  await applications.query('delete from certification where expires_on = $1::date', [expiresOn])
}

async function vacuum(databases: Databases): Promise<void> {
  await databases.identity.query('vacuum (analyze) account')
  await databases.applications.query('vacuum (analyze) certification')
}
