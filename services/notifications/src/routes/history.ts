import type { Routes } from '../deps.ts'
import { type Kind, traits } from '../rules/notice-kind.ts'
import { type HistoryRow, linesOf } from '../store/history.ts'
import { allNotices, type NoticeRow } from '../store/notices.ts'

type Lines = Awaited<ReturnType<Routes['listHistory']>>['body']['lines']
type Line = Lines[number]

export const historyRoutes: Pick<Routes, 'listHistory'> = {
  async listHistory({ params: { accountId } }, { db }) {
    const [notices, kept] = await Promise.all([allNotices(db, accountId), linesOf(db, accountId)])
    const lines = [...notices.flatMap(linesOfNotice), ...kept.map(lineOf)]
    lines.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
    return { status: 200, body: { lines } }
  },
}

/** A notice was made, and something became of it: each is a line. */
function linesOfNotice(notice: NoticeRow): Line[] {
  const { id, kind, createdAt, sentAt, outcomeAt, state, language, attempts, code, why } = notice
  const facts = { kind, language, copy: notice.copyOf !== null }
  const base = { filter: 'mail' as const, actor: { kind: 'system' as const }, linkedId: id }
  const ruleIds = rulesOf(kind as Kind)
  const made: Line = {
    ...base,
    id: `${id}-made`,
    at: createdAt.toISOString(),
    code: 'mail.queued',
    facts,
    ruleIds,
  }
  const sent: Line[] = sentAt
    ? [
        {
          ...base,
          id: `${id}-sent`,
          at: sentAt.toISOString(),
          code: 'mail.sent',
          facts: { ...facts, attempts },
          ruleIds,
        },
      ]
    : []
  if (!outcomeAt || sentAt) return [made, ...sent]
  const outcome: Line = {
    ...base,
    id: `${id}-${state}`,
    at: outcomeAt.toISOString(),
    code: `mail.${state}`,
    facts: { ...facts, attempts, code, why },
    ruleIds: [...ruleIds, ...(state === 'superseded' ? ['NOT-3'] : ['NOT-6'])],
  }
  return [made, outcome]
}

function rulesOf(kind: Kind): string[] {
  const { optional, step } = traits[kind]
  if (optional) return ['REN-18', 'NOT-1']
  return step === 1 ? ['REN-16', 'NOT-1'] : ['NOT-1']
}

function lineOf(row: HistoryRow): Line {
  const { id, at, code, reason, ruleIds, linkedId } = row
  return {
    id,
    at: at.toISOString(),
    filter: 'mail',
    code,
    facts: row.facts as Line['facts'],
    actor: row.actor as Line['actor'],
    ...(reason !== null && { reason }),
    ruleIds,
    ...(linkedId !== null && { linkedId }),
  }
}
