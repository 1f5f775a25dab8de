import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { emailKey } from '../rules/email.ts'
import * as accounts from '../store/account.ts'
import { brokenIndex, type Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import { indexPerson } from './index-person.ts'

export interface EmailChange {
  readonly account: accounts.Account
  readonly email: string
  readonly changeId: string
  readonly actor: history.Actor
  readonly reason?: string
}

/** The proved address replaces the one on file; the old one is kept, and told (ACC-7). */
export async function changeEmail(tx: Tx, deps: Deps, change: EmailChange): Promise<void> {
  const { account, email, changeId, actor, reason } = change
  const at = deps.clock.now()
  const bounced = account.mailState === 'bounced'
  await accounts.changeEmail(tx, account, { email, emailKey: emailKey(email), at })
  await indexPerson(tx, account.id)
  const accountId = account.id
  await deps.events.publish(tx, 'account.email-changed', accountId, { accountId, changeId })
  await deps.events.publish(tx, 'profile.changed', accountId, {
    accountId,
    fields: bounced ? ['email', 'mail-state'] : ['email'],
  })
  await history.add(tx, at, {
    accountId,
    filter: 'status',
    code: 'email.changed',
    actor,
    ...(reason && { reason }),
    ruleIds: ['ACC-7', 'ACC-8'],
    linkedId: changeId,
  })
  deps.signals.emit('account', accountId)
}

/** Said only to somebody who has proved the address (ACC-8). */
export async function orInUse<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (brokenIndex(error) === 'account_holds_email') throw refuse('email-in-use')
    throw error
  }
}
