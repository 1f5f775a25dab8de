import { hash } from 'node:crypto'
import { currentTraceparent } from '@peercert/chassis/spans'
import { arrayOf } from '@peercert/chassis/sql-array'
import type pg from 'pg'
import type { Tx } from './database.ts'

/** One notice for each kind, subject and occurrence (NOT-2). */
export interface NoticeKey {
  readonly accountId: string
  readonly kind: string
  /** What it is about, and which time. */
  readonly subjectId: string
  readonly occurrence: string
}

export interface NewNotice extends NoticeKey {
  readonly facts: object
}

/**
 * The same three always give the same id, and so the same Message-ID, for ever. The first half of an
 * id is its person's, so that all notices of a person lie side by side in the one index.
 */
export function noticeId({ accountId, kind, subjectId, occurrence }: NoticeKey): string {
  const own = hash('sha256', `${kind}\n${subjectId}\n${occurrence}`)
  const variant = 'ab89'[Number.parseInt(own[0] as string, 16) & 3]
  return `${halfOf(accountId)}-${variant}${own.slice(1, 4)}-${own.slice(4, 16)}`
}

/** Between these two lie all notices of a person, and hardly any of another. */
export function idsOf(accountId: string): { readonly from: string; readonly to: string } {
  const half = halfOf(accountId)
  return { from: `${half}-0000-000000000000`, to: `${half}-ffff-ffffffffffff` }
}

/** With the digit that says: a UUID of our own making (RFC 9562, version 8). */
function halfOf(accountId: string): string {
  return `${accountId.slice(0, 14)}8${accountId.slice(15, 18)}`.toLowerCase()
}

// Notices that were there before are in nobody's sack a second time. Sacks are small, so that a round
// at the pace of a slow provider is no larger than what its lease has time for.
const insert = `with fresh as (
    insert into notice (id, account_id, kind, subject_id, occurrence, facts, created_at)
    select id, account_id, kind, subject_id, occurrence, facts, $7::timestamptz
    from rows from (unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]),
        unnest($4::text[]), unnest($5::text[]), json_array_elements($6::json))
      as given (id, account_id, kind, subject_id, occurrence, facts)
    on conflict do nothing returning id)
  insert into dispatch (lane, due_at, notice_ids, size)
  select $8, now(), array_agg(id), count(*)
  from (select id, (row_number() over () - 1) / 100 as sack from fresh) as numbered
  group by sack order by sack`

/** By the hundred, in one statement on a plain client; the caller's transaction. */
export async function addNotices(
  client: pg.ClientBase,
  lane: string,
  notices: readonly NewNotice[],
  at: Date,
): Promise<void> {
  if (notices.length === 0) return
  await client.query({ name: 'notice-insert', text: insert, values: valuesOf(lane, notices, at) })
}

/** One, in the caller's transaction. */
export async function addNotice(
  tx: Tx,
  lane: string,
  notice: NewNotice,
  at: Date,
): Promise<string> {
  const { accountId, kind, subjectId, occurrence } = notice
  const id = noticeId(notice)
  const facts = JSON.stringify(notice.facts)
  await tx.$executeRaw`
    with fresh as (
      insert into notice (id, account_id, kind, subject_id, occurrence, facts, created_at)
      values (${id}::uuid, ${accountId}::uuid, ${kind}, ${subjectId}, ${occurrence},
        ${facts}::json, ${at}::timestamptz)
      on conflict do nothing returning id)
    insert into dispatch (lane, due_at, notice_ids, size, traceparent)
    select ${lane}, now(), array[id], 1, ${currentTraceparent()} from fresh`
  return id
}

/** Kinds, subjects and occurrences are ids, codes and dates: nothing in them needs quoting. */
function valuesOf(lane: string, notices: readonly NewNotice[], at: Date): string[] {
  const plain = (text: string) => {
    if (!/^[\w:.-]+$/.test(text)) throw new Error('a key of a notice must be plain')
    return text
  }
  return [
    arrayOf(notices.map(noticeId)),
    arrayOf(notices.map((one) => plain(one.accountId))),
    arrayOf(notices.map((one) => plain(one.kind))),
    arrayOf(notices.map((one) => plain(one.subjectId))),
    arrayOf(notices.map((one) => plain(one.occurrence))),
    `[${notices.map((one) => JSON.stringify(one.facts)).join(',')}]`,
    at.toISOString(),
    lane,
  ]
}
