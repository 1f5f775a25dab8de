import { type Consumer, consume } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/identity'
import type { Deps } from '../deps.ts'
import { clearBounce } from '../store/bounces.ts'
import type { Tx } from '../store/database.ts'
import { addNotice } from '../store/new-notices.ts'
import { linkSignIn, unlinkSignIn } from '../store/sign-ins.ts'

export function identityConsumer({ db, clock, identity }: Deps): Consumer {
  const service = (tx: Tx, kind: string, accountId: string, subjectId: string) => {
    const notice = { accountId, kind, subjectId, occurrence: 'once', facts: {} }
    return addNotice(tx, 'service', notice, clock.now())
  }
  return consume<EventMap, Tx>(db, events, {
    'account.linked': ({ id, data }, tx) => linkSignIn(tx, { ...data, saidBy: id }),
    'account.unlinked': ({ id, data }, tx) => unlinkSignIn(tx, { ...data, saidBy: id }),
    'account.code-requested': async ({ data }, tx) => {
      await service(tx, 'M-13', data.accountId, data.secretId)
    },
    'account.email-changed': async ({ data, time }, tx) => {
      await service(tx, 'M-16', data.accountId, data.changeId)
      await clearBounce(tx, data.accountId, time)
    },
    // Identity knows whether the address is good again; the fact says only that something changed.
    'profile.changed': async ({ data, time }, tx) => {
      if (!data.fields.some((field) => field === 'email' || field === 'mail-state')) return
      const contact = (await identity.contactsOf([data.accountId])).get(data.accountId)
      if (contact?.mailState !== 'bounced') await clearBounce(tx, data.accountId, time)
    },
  })
}
