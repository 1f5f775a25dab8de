import type pg from 'pg'
import { arrayOf } from './database.ts'

export interface QueuedNotice {
  readonly id: string
  readonly accountId: string
  readonly kind: string
  readonly subjectId: string
  readonly facts: Readonly<Record<string, string | number | boolean>>
  readonly attempts: number
  /** Of a copy: the language and the day of what it repeats. */
  readonly language: string | null
  readonly drafted: boolean
  readonly copyOf: string | null
}

// None of these is a named statement: a plan made while the table was small would be kept after it
// has grown. Planning costs little beside a thousand rows.
const byId = `select id, account_id as "accountId", kind, subject_id as "subjectId", facts, attempts,
      language, drafted, copy_of as "copyOf"
    from notice where id = any($1::uuid[]) and state = 'queued'`

export async function queuedNotices(
  pool: pg.Pool,
  ids: readonly string[],
): Promise<QueuedNotice[]> {
  const { rows } = await pool.query<QueuedNotice>(byId, [arrayOf(ids)])
  return rows
}

export interface Siblings {
  readonly id: string
  /** A later one of the series waits, or one went out on this day (NOT-3). */
  readonly overtaken: boolean
  /** The 90-day notice of this term, or one that stood for it, never went out. */
  readonly standsFor90: boolean
}

// Copies repeat a reminder and are none.
const siblings = `select n.id, s.overtaken, s."standsFor90"
    from notice n
    cross join lateral (
      select bool_or(s.state = 'queued' and s.kind > n.kind or s.sent_at >= $2::timestamptz) as overtaken,
        bool_or(s.state in ('queued', 'superseded')
          and (s.kind = 'M-1' or (s.facts ->> 'standsFor90')::boolean)) as "standsFor90"
      from notice s
      where s.account_id = n.account_id and s.subject_id = n.subject_id
        and s.occurrence = n.occurrence and s.id <> n.id
        and s.kind in ('M-1', 'M-2', 'M-3', 'M-4', 'M-5') and s.copy_of is null
    ) s
    where n.id = any($1::uuid[]) and n.kind in ('M-1', 'M-2', 'M-3', 'M-4', 'M-5')
      and s.overtaken is not null`

/** Of reminders: what else the same person got or is about to get for the same term. */
export async function siblingsOf(
  pool: pg.Pool,
  ids: readonly string[],
  dayStart: Date,
): Promise<ReadonlyMap<string, Siblings>> {
  const values = [arrayOf(ids), dayStart.toISOString()]
  const { rows } = await pool.query<Siblings>(siblings, values)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Which of these accounts have switched the extra reminders off. */
export async function switchedOff(
  pool: pg.Pool,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ account_id: string }>({
    text: 'select account_id from reminder_choice where not wanted and account_id = any($1::uuid[])',
    values: [arrayOf(accountIds)],
  })
  return new Set(rows.map((row) => row.account_id))
}
