import { hash } from 'node:crypto'
import type pg from 'pg'
import { arrayOf, type Tx } from './database.ts'

export interface NewNotice {
  readonly accountId: string
  readonly kind: string
  /** What it is about, and which time: one notice for each kind, subject and occurrence (NOT-2). */
  readonly subjectId: string
  readonly occurrence: string
  readonly facts: object
}

/** The same three always give the same id, and so the same Message-ID, for ever. */
export function noticeId(kind: string, subjectId: string, occurrence: string): string {
  const hex = hash('sha256', `${kind}\n${subjectId}\n${occurrence}`)
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

// Notices that were there before are in nobody's sack a second time.
const insert = `with fresh as (
    insert into notice (id, account_id, kind, subject_id, occurrence, facts, created_at)
    select id, account_id, kind, subject_id, occurrence, facts, $7::timestamptz
    from rows from (unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]),
        unnest($4::text[]), unnest($5::text[]), jsonb_array_elements($6::jsonb))
      as given (id, account_id, kind, subject_id, occurrence, facts)
    on conflict do nothing returning id)
  insert into dispatch (lane, due_at, notice_ids, size)
  select $8, now(), array_agg(id), count(*) from fresh having count(*) > 0`

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
  const id = noticeId(kind, subjectId, occurrence)
  const facts = JSON.stringify(notice.facts)
  await tx.$executeRaw`
    with fresh as (
      insert into notice (id, account_id, kind, subject_id, occurrence, facts, created_at)
      values (${id}::uuid, ${accountId}::uuid, ${kind}, ${subjectId}, ${occurrence},
        ${facts}::jsonb, ${at}::timestamptz)
      on conflict do nothing returning id)
    insert into dispatch (lane, due_at, notice_ids, size)
    select ${lane}, now(), array[id], 1 from fresh`
  return id
}

/** Kinds, subjects and occurrences are ids, codes and dates: nothing in them needs quoting. */
function valuesOf(lane: string, notices: readonly NewNotice[], at: Date): string[] {
  const plain = (text: string) => {
    if (!/^[\w:.-]+$/.test(text)) throw new Error('a key of a notice must be plain')
    return text
  }
  return [
    arrayOf(notices.map((one) => noticeId(one.kind, one.subjectId, one.occurrence))),
    arrayOf(notices.map((one) => plain(one.accountId))),
    arrayOf(notices.map((one) => plain(one.kind))),
    arrayOf(notices.map((one) => plain(one.subjectId))),
    arrayOf(notices.map((one) => plain(one.occurrence))),
    `[${notices.map((one) => JSON.stringify(one.facts)).join(',')}]`,
    at.toISOString(),
    lane,
  ]
}
