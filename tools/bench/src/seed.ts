import type { Stack } from './stack.ts'

export interface Seed {
  /** Holders who expire on this day, 'YYYY-MM-DD'. */
  readonly expiresOn: string
  readonly count: number
  /** Holders are counted from here. Numbers of six digits begin again after 999,999. */
  readonly from: number
  readonly hold?: 'ACTIVE' | 'REVOKED'
}

/** Holders in the owners' own tables, as an import leaves them: half write in Spanish, accents too. */
export async function seedHolders({ databases }: Stack, seed: Seed): Promise<void> {
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

/** Their numbers are free again; mails that went out stay. */
export async function forgetHolders({ databases }: Stack, expiresOn: string): Promise<void> {
  const { applications } = databases
  await applications.query(
    `delete from reminder where certification_id in
      (select id from certification where expires_on = $1::date)`,
    [expiresOn],
  )
  await applications.query('delete from certification where expires_on = $1::date', [expiresOn])
}

async function vacuum(databases: Stack['databases']): Promise<void> {
  await databases.identity.query('vacuum (analyze) account')
  await databases.applications.query('vacuum (analyze) certification')
}
