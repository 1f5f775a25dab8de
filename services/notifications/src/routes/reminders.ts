import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { keepLine } from '../store/history.ts'
import { chooseReminders } from '../store/reminder-choices.ts'
import { findAccount } from '../store/sign-ins.ts'
import { accountOfToken } from '../store/unsubscribe-token.ts'

export const reminderRoutes: Pick<Routes, 'setMyReminders' | 'unsubscribe'> = {
  async setMyReminders({ body, caller }, deps) {
    const accountId = await findAccount(deps.db, caller.subject)
    if (!accountId) throw refuse('not-found')
    await choose(deps, accountId, body.on, 'portal')
    return { status: 200, body: { on: body.on } }
  },

  /** One press on the page or in the mail program; a link that is merely opened changes nothing. */
  async unsubscribe({ body: { token, on = false } }, deps) {
    const accountId = accountOfToken(token, deps.secrets.unsubscribe)
    if (!accountId) throw refuse('token-unknown')
    await choose(deps, accountId, on, 'mail')
    return { status: 200, body: { on } }
  },
}

async function choose(
  { db, clock, events, signals }: Deps,
  accountId: string,
  on: boolean,
  through: 'portal' | 'mail',
): Promise<void> {
  const changed = await db.$transaction(async (tx) => {
    if (!(await chooseReminders(tx, accountId, on, clock.now()))) return false
    await keepLine(tx, {
      accountId,
      at: clock.now(),
      code: on ? 'reminders.switched-on' : 'reminders.switched-off',
      facts: { through },
      actor: { kind: 'person' },
      ruleIds: ['REN-18'],
    })
    await events.publish(tx, 'reminders.switched', accountId, { accountId, on })
    return true
  })
  if (!changed) return
  signals.emit('account', accountId)
  signals.emit('work', 'reminders.switched')
}
