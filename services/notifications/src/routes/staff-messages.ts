import { randomUUID } from 'node:crypto'
import { once } from '@peercert/chassis/idempotency'
import { dayOf, languagesOf, messageOf, rowOf } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import type { Language } from '../rules/formatting.ts'
import { type Kind, mayBeCopied } from '../rules/notice-kind.ts'
import type { Tx } from '../store/database.ts'
import { keepLine } from '../store/history.ts'
import { addNotice } from '../store/new-notices.ts'
import { allNotices, findNotice, type NoticeRow, prepareCopy } from '../store/notices.ts'

export const staffMessageRoutes: Pick<Routes, 'listMessages' | 'getMessage' | 'sendCopy'> = {
  async listMessages({ params }, deps) {
    const notices = await allNotices(deps.db, params.accountId)
    const language = await languagesOf(deps, notices)
    const messages = notices.map((notice) => rowOf(deps, notice, language(notice)))
    return { status: 200, body: { messages } }
  },

  async getMessage({ params }, deps) {
    const notice = await findNotice(deps.db, params.messageId)
    if (!notice) throw refuse('not-found')
    return { status: 200, body: await messageOf(deps, notice, 'staff') }
  },

  sendCopy: (call, deps) =>
    deps.db.$transaction((tx) =>
      once(tx, call, async () => {
        const original = await findNotice(tx, call.params.messageId)
        if (!original) throw refuse('not-found')
        const copy = await copyOf(deps, tx, original)
        await keepLine(tx, {
          accountId: copy.accountId,
          at: deps.clock.now(),
          code: 'mail.copy-sent',
          facts: { kind: copy.kind },
          actor: { kind: 'staff', subject: call.caller.subject, role: 'reviewer' },
          reason: call.body.reason,
          ruleIds: ['NOT-1'],
          linkedId: copy.id,
        })
        const language = copy.language as Language
        return { status: 201 as const, body: rowOf(deps, copy, language) }
      }),
    ),
}

/** A message of its own that repeats what was said; never a second reminder. */
async function copyOf(deps: Deps, tx: Tx, original: NoticeRow): Promise<NoticeRow> {
  const wasWritten = ['sent', 'bounced', 'undeliverable', 'failed'].includes(original.state)
  if (!wasWritten || original.language === null || !mayBeCopied(original.kind as Kind))
    throw refuse('message-not-copied')
  const facts = original.facts as Record<string, string | number | boolean>
  const copy = {
    accountId: original.accountId,
    kind: original.kind,
    subjectId: original.id,
    occurrence: `copy-${randomUUID()}`,
    // A copy of a copy is a copy of the same message.
    facts: { copiedDay: dayOf(deps, original), ...facts },
  }
  const id = await addNotice(tx, 'service', copy, deps.clock.now())
  return prepareCopy(tx, id, original)
}
