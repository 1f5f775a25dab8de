import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'

export interface QueuedNotice {
  readonly id: string
  readonly accountId: string
  readonly kind: string
  readonly subjectId: string
  readonly occurrence: string
  readonly facts: Readonly<Record<string, string | number | boolean>>
  /** Nothing when it waits for its first try and is no copy, as nearly all do. */
  readonly more: MoreOfNotice | null
}

export interface MoreOfNotice {
  readonly state: string
  readonly sentToday: boolean
  readonly attempts: number
  /** Of a copy: the language and the day of what it repeats. */
  readonly language: 'en' | 'es' | null
  readonly drafted: boolean
  readonly copyOf: string | null
}

// Not a named statement: a plan made while the table was small would be kept after it has grown.
// Planning costs little beside a thousand rows. Order and limit tell the planner what it cannot know:
// that the span of one person holds very few rows.
const around = `select n.id, n.account_id as "accountId", n.kind, n.subject_id as "subjectId",
    n.occurrence, n.facts,
    case when n.state <> 'queued' or n.attempts > 0 or n.copy_of is not null then
      jsonb_build_object('state', n.state, 'attempts', n.attempts, 'language', n.language,
        'sentToday', coalesce(n.sent_at >= $3::timestamptz, false), 'drafted', n.drafted,
        'copyOf', n.copy_of) end as more
  from unnest($1::uuid[], $2::uuid[]) as person (first, last)
  cross join lateral (
    select * from notice where id >= first and id <= last order by id limit 1000) as n
  where n.state = 'queued'
    or n.kind in ('M-1', 'M-2', 'M-3', 'M-4', 'M-5')
      and n.state in ('superseded', 'sent')`

/**
 * The notices, and with them what else bears on them: whatever waits for the same people, and their
 * reminders that went out or never will.
 */
export async function queuedAround(
  pool: pg.Pool,
  noticeIds: readonly string[],
  dayStart: Date,
): Promise<QueuedNotice[]> {
  const people = [...new Set(noticeIds.map((id) => id.slice(0, 18)))]
  const { rows } = await pool.query<QueuedNotice>(around, [
    `{${people.join('-0000-000000000000,')}-0000-000000000000}`,
    `{${people.join('-ffff-ffffffffffff,')}-ffff-ffffffffffff}`,
    dayStart.toISOString(),
  ])
  return rows
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
