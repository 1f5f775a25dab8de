import type { components } from '@peercert/contracts/applications'
import type { Routes } from '../deps.ts'
import { nameOf } from '../rules/reminder.ts'
import { listHistory } from '../store/history.ts'
import { listReminders, type ReminderRecord } from '../store/reminders.ts'

type Line = components['schemas']['HistoryLine']

export const historyRoutes: Pick<Routes, 'listHistory'> = {
  async listHistory({ params }, { db, pool }) {
    const rows = await listHistory(db, params.accountId)
    const written = rows.map(lineOf)
    const said = (await listReminders(pool, params.accountId)).map(reminderLine)
    // Reminders are written by the million; their record is their line of history.
    const lines = [...written, ...said].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    return { status: 200, body: { lines } }
  },
}

function lineOf(row: Awaited<ReturnType<typeof listHistory>>[number]): Line {
  return {
    id: row.id,
    at: row.at.toISOString(),
    filter: row.filter as Line['filter'],
    code: row.code,
    facts: row.facts as Line['facts'],
    actor: row.actor as Line['actor'],
    ruleIds: row.ruleIds,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.why !== null && { why: row.why as Record<string, unknown> }),
    ...(row.linkedId !== null && { linkedId: row.linkedId }),
  }
}

function reminderLine(reminder: ReminderRecord): Line {
  const { certificationId, term, state, at } = reminder
  const kind = nameOf(reminder.kind)
  return {
    id: `${certificationId}/${term}/${kind}`,
    at: at.toISOString(),
    filter: 'mail',
    code: `reminder.${state}`,
    facts: { kind, term, expiresOn: reminder.expiresOn },
    actor: { kind: 'system' },
    ruleIds: kind === '90' ? ['REN-16'] : ['REN-18'],
  }
}
