import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'

export interface ContactRow {
  readonly accountId: string
  readonly legalName: string
  readonly email: string
  readonly language: 'en' | 'es'
  readonly county: string | null
  readonly mailState: 'ok' | 'bounced'
}

/** Asked before every batch of mail: one statement, by key. Nobody is written to unproved. */
export async function list(pool: pg.Pool, accountIds: readonly string[]): Promise<ContactRow[]> {
  const { rows } = await pool.query<ContactRow>({
    name: 'contacts',
    text: `select id as "accountId", legal_name as "legalName", email, language, county,
        mail_state as "mailState"
      from account
      where id = any ($1::uuid[]) and closed_at is null and email_verified`,
    values: [arrayOf(accountIds)],
  })
  return rows
}
