import { languagesOf, messageOf, rowOf } from '../answers.ts'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { findOwnNotice, markRead, noticesForPerson } from '../store/notices.ts'
import { wantsReminders } from '../store/reminder-choices.ts'
import { findAccount } from '../store/sign-ins.ts'

export const ownMessageRoutes: Pick<Routes, 'listMyMessages' | 'getMyMessage'> = {
  async listMyMessages({ caller }, deps) {
    const accountId = await findAccount(deps.db, caller.subject)
    if (!accountId) return { status: 200, body: { messages: [], unread: 0, reminders: true } }
    const notices = await noticesForPerson(deps.db, accountId)
    const language = await languagesOf(deps, notices)
    const messages = notices.map((notice) => rowOf(deps, notice, language(notice)))
    const unread = messages.filter((message) => !message.read).length
    const reminders = await wantsReminders(deps.db, accountId)
    return { status: 200, body: { messages, unread, reminders } }
  },

  async getMyMessage({ params, caller }, deps) {
    const accountId = await findAccount(deps.db, caller.subject)
    const notice = accountId && (await findOwnNotice(deps.db, params.messageId, accountId))
    if (!notice) throw refuse('not-found')
    const readAt = notice.readAt ?? deps.clock.now()
    const body = await messageOf(deps, { ...notice, readAt }, 'holder')
    if (await markRead(deps.db, notice.id, readAt)) deps.signals.emit('account', notice.accountId)
    return { status: 200, body }
  },
}
