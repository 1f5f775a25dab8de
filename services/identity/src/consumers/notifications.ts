import { consume } from '@peercert/chassis/consumers'
import { events, type EventMap } from '@peercert/contracts/notifications'
import type { Deps } from '../deps.ts'
import { goesToAddressOnFile } from '../rules/mail.ts'
import * as accounts from '../store/account.ts'
import type { Tx } from '../store/database.ts'
import * as history from '../store/history.ts'

/** Mail comes back: a banner for the person, a work list for staff (NOT-5). */
export const notificationsConsumer = (deps: Deps) =>
  consume<EventMap, Tx>(deps.db, events, {
    'notice.bounced': async ({ data: { accountId, kind, noticeId } }, tx) => {
      if (!goesToAddressOnFile(kind)) return
      // Told once more after the address was put right, it is no news.
      if (await history.has(tx, { accountId, code: 'mail.bounced', linkedId: noticeId })) return
      if (!(await accounts.setMailState(tx, accountId, 'bounced'))) return
      await deps.events.publish(tx, 'profile.changed', accountId, {
        accountId,
        fields: ['mail-state'],
      })
      await history.add(tx, deps.clock.now(), {
        accountId,
        filter: 'mail',
        code: 'mail.bounced',
        facts: { kind },
        actor: { kind: 'system' },
        ruleIds: ['NOT-5'],
        linkedId: noticeId,
      })
      deps.signals.emit('account', accountId)
    },
  })
