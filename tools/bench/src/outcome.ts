import type pg from 'pg'
import { warmUp } from './seed.ts'

/** Due, recorded as sent, told as sent, and seen at the mail server must be the same number. */
export async function lost(notifications: pg.Pool, count: number, seen: number): Promise<number> {
  const sent = await counted(
    notifications,
    `select count(*)::int as n from notice where state = 'sent'`,
  )
  const told = await counted(
    notifications,
    `select count(*)::int as n from outbox where type = 'notice.sent'`,
  )
  return count - Math.min(sent - warmUp.count, told - warmUp.count, seen)
}

export async function doubledRows(notifications: pg.Pool): Promise<number> {
  return counted(
    notifications,
    `select count(*)::int as n from (
      select from notice group by subject_id, kind, occurrence having count(*) > 1) as twice`,
  )
}

async function counted(pool: pg.Pool, text: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(text)
  return rows[0]?.n ?? 0
}
