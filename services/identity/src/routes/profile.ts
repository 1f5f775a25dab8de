import { counties } from '@peercert/contracts/program'
import { profile } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { decideProfileChange, type ProfileField } from '../rules/profile.ts'
import * as accounts from '../store/account.ts'
import type { Db, Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as profiles from '../store/profile.ts'

export const profileRoutes: Pick<Routes, 'getMyProfile' | 'updateMyProfile' | 'confirmMyEmail'> = {
  async getMyProfile({ caller }, { db }) {
    return { status: 200, body: profile(await getOwn(db, caller.subject)) }
  },

  async updateMyProfile({ body, caller }, deps) {
    const { version, ...change } = body
    const account = await deps.db.$transaction(async (tx) => {
      const own = await getOwn(tx, caller.subject)
      if (own.version !== version) throw refuse('profile-changed', { current: profile(own) })
      const now = stateOf(own)
      const decision = decideProfileChange(now, change, counties)
      if ('refused' in decision) throw refuse('bad-request', { errors: decision.refused })
      if (decision.fields.length === 0) return own
      const at = deps.clock.now()
      if (!(await profiles.save(tx, own.id, version, { ...decision.next, at })))
        throw refuse('profile-changed', { current: profile(await getOwn(tx, caller.subject)) })
      if (decision.fields.some((field) => field !== 'language'))
        await profiles.keepFormer(tx, own.id, now, at)
      await tell(tx, deps, own.id, decision.fields)
      return getOwn(tx, caller.subject)
    })
    deps.signals.emit('account', account.id)
    return { status: 200, body: profile(account) }
  },

  async confirmMyEmail({ caller }, deps) {
    const account = await deps.db.$transaction(async (tx) => {
      const own = await getOwn(tx, caller.subject)
      if (!(await accounts.setMailState(tx, own.id, 'ok'))) return own
      await deps.events.publish(tx, 'profile.changed', own.id, {
        accountId: own.id,
        fields: ['mail-state'],
      })
      await history.add(tx, deps.clock.now(), {
        accountId: own.id,
        filter: 'mail',
        code: 'mail.confirmed',
        actor: { kind: 'person' },
        ruleIds: ['NOT-5'],
      })
      return getOwn(tx, caller.subject)
    })
    deps.signals.emit('account', account.id)
    return { status: 200, body: profile(account) }
  },
}

/** Only ever the caller's own; a sign-in without an account has no profile. */
async function getOwn(db: Db | Tx, subject: string): Promise<accounts.Account> {
  const account = await accounts.findOf(db, subject)
  if (!account) throw refuse('not-found')
  return account
}

function stateOf(account: accounts.Account) {
  const { phone, county, language } = account
  return { phone, county, language, address: profiles.homeOf(account.address) }
}

async function tell(
  tx: Tx,
  deps: Deps,
  accountId: string,
  fields: readonly ProfileField[],
): Promise<void> {
  await deps.events.publish(tx, 'profile.changed', accountId, { accountId, fields: [...fields] })
  await history.add(tx, deps.clock.now(), {
    accountId,
    filter: 'status',
    code: 'profile.changed',
    facts: { fields: fields.join(', ') },
    actor: { kind: 'person' },
    ruleIds: ['CHG-6', 'CHG-7'],
  })
}
