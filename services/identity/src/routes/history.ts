import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import * as accounts from '../store/account.ts'
import * as history from '../store/history.ts'

export const historyRoutes: Pick<Routes, 'listHistory'> = {
  async listHistory({ params }, { db }) {
    if (!(await accounts.find(db, params.accountId))) throw refuse('not-found')
    const rows = await history.list(db, params.accountId)
    return { status: 200, body: { lines: rows.map(lineOf) } }
  },
}

function lineOf(row: history.Row) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    filter: row.filter as history.Line['filter'],
    code: row.code,
    facts: row.facts as Record<string, string | number | boolean>,
    actor: {
      kind: row.actorKind as history.Actor['kind'],
      ...(row.actorSubject && { subject: row.actorSubject }),
      ...(row.actorRole && { role: row.actorRole }),
    },
    ...(row.reason && { reason: row.reason }),
    ruleIds: row.ruleIds,
    ...(row.linkedId && { linkedId: row.linkedId }),
  }
}
