import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'
import type { Tx } from './database.ts'

export interface Expiration {
  readonly accountId: string
  readonly expiresOn: string
  readonly factAt: Date
}

const keep = {
  name: 'certification-keep',
  text: `insert into certification (account_id, expires_on, fact_at)
    select distinct on (account_id) account_id, expires_on, fact_at
    from unnest($1::uuid[], $2::date[], $3::timestamptz[]) as fact (account_id, expires_on, fact_at)
    order by account_id, fact_at desc
    on conflict (account_id) do update
    set expires_on = excluded.expires_on, fact_at = excluded.fact_at
    where certification.fact_at <= excluded.fact_at`,
}

/** The latest fact wins, in whatever order they arrive. */
export async function keepExpirations(
  client: pg.ClientBase,
  facts: readonly Expiration[],
): Promise<void> {
  await client.query({
    ...keep,
    values: [
      arrayOf(facts.map((fact) => fact.accountId)),
      arrayOf(facts.map((fact) => fact.expiresOn)),
      arrayOf(facts.map((fact) => fact.factAt.toISOString())),
    ],
  })
}

export async function keepExpiration(
  tx: Tx,
  { accountId, expiresOn, factAt }: Expiration,
): Promise<void> {
  await tx.$executeRaw`
    insert into certification (account_id, expires_on, fact_at)
    values (${accountId}::uuid, ${expiresOn}::date, ${factAt}::timestamptz)
    on conflict (account_id) do update
    set expires_on = excluded.expires_on, fact_at = excluded.fact_at
    where certification.fact_at <= excluded.fact_at`
}

/** The civil date, 'YYYY-MM-DD'. */
export async function findExpiration(tx: Tx, accountId: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ day: string }[]>`
    select expires_on::text as day from certification where account_id = ${accountId}::uuid`
  return row?.day
}
