import { once } from '@peercert/chassis/idempotency'
import { changeEmail, orInUse } from '../actions/change-email.ts'
import { refuseCode, tryCode } from '../actions/try-code.ts'
import { person, profile } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { staffActor } from '../rules/actor.ts'
import { checkListComplete } from '../rules/check-list.ts'
import { codeExpiry } from '../rules/code.ts'
import { emailKey, sameEmail } from '../rules/email.ts'
import * as accounts from '../store/account.ts'
import * as codes from '../store/code.ts'
import type { Tx } from '../store/database.ts'
import * as changes from '../store/email-change.ts'
import * as history from '../store/history.ts'

type Own = 'confirmEmailChange' | 'startEmailChange' | 'proveEmailChange'

export const emailChangeRoutes: Pick<Routes, Own> = {
  async confirmEmailChange({ body, caller }, deps) {
    const token = await deps.idTokens.verify('peers', caller.subject, body.idToken)
    if (!token) throw refuse('id-token-refused')
    if (!token.emailVerified) throw refuse('email-not-verified')
    const account = await orInUse(() =>
      deps.db.$transaction(async (tx) => {
        const own = await accounts.findOf(tx, caller.subject)
        if (!own) throw refuse('not-found')
        if (own.holdsEmail && sameEmail(own.email, token.email)) return own
        await accounts.lock(tx, own.id)
        const change = {
          id: crypto.randomUUID(),
          accountId: own.id,
          oldEmail: own.email,
          newEmail: token.email,
          askedAt: deps.clock.now(),
        }
        await changes.addDone(tx, change)
        await changeEmail(tx, deps, {
          account: own,
          email: token.email,
          changeId: change.id,
          actor: { kind: 'person' },
        })
        return accounts.find(tx, own.id)
      }),
    )
    if (!account) throw refuse('not-found')
    return { status: 200, body: profile(account) }
  },

  startEmailChange: (call, deps) =>
    deps.db.$transaction((tx) =>
      once(tx, call, async () => {
        const { body, params, caller } = call
        const account = await getOpen(tx, params.accountId)
        if (!checkListComplete(body.checkList)) throw refuse('check-list-incomplete')
        await refuseUsed(tx, account, body.email)
        const code = deps.codes.fresh()
        const [changeId, actor] = [crypto.randomUUID(), staffActor(caller, ['reviewer'])]
        const expiresAt = codeExpiry(deps.clock.machine())
        await codes.keep(tx, code, { expiresAt, email: body.email })
        await changes.addWaiting(tx, {
          id: changeId,
          accountId: account.id,
          oldEmail: account.email,
          newEmail: body.email,
          askedAt: deps.clock.now(),
          codeId: code.id,
          askedBy: caller.subject,
          checkList: body.checkList,
          reason: body.reason,
        })
        await tellStarted(tx, deps, { account, actor, changeId, codeId: code.id, ...body })
        return { status: 201 as const, body: { changeId } }
      }),
    ),

  async proveEmailChange({ body, params, caller }, deps) {
    const decision = await orInUse(() =>
      deps.db.$transaction(async (tx) => {
        const account = await getOpen(tx, params.accountId)
        await accounts.lock(tx, account.id)
        const change = await changes.find(tx, params.changeId, account.id)
        if (!change?.codeId) throw refuse('not-found')
        const tried = await tryCode(tx, deps, change.codeId, body.code)
        if (tried !== 'good') return tried
        await changes.finish(tx, change.id, account.email)
        await changeEmail(tx, deps, {
          account,
          email: change.newEmail,
          changeId: change.id,
          actor: staffActor(caller, ['reviewer']),
          ...(change.reason && { reason: change.reason }),
        })
        return tried
      }),
    )
    if (decision !== 'good') throw refuseCode(decision)
    const account = await getOpen(deps.db, params.accountId)
    return { status: 200, body: person(account, await history.looks(deps.db, account.id)) }
  },
}

async function getOpen(db: Tx | Deps['db'], accountId: string): Promise<accounts.Account> {
  const account = await accounts.find(db, accountId)
  if (!account || account.closedAt) throw refuse('not-found')
  return account
}

async function refuseUsed(tx: Tx, account: accounts.Account, email: string): Promise<void> {
  const holder = await accounts.findHolder(tx, emailKey(email))
  if (holder === account.id)
    throw refuse('bad-request', {
      errors: [{ field: '/body/email', reason: 'This is the address on file.' }],
    })
  if (holder !== undefined) throw refuse('email-in-use')
}

interface Started {
  readonly account: accounts.Account
  readonly actor: history.Actor
  readonly changeId: string
  readonly codeId: string
  readonly checkList: readonly string[]
  readonly reason: string
}

async function tellStarted(tx: Tx, deps: Deps, started: Started): Promise<void> {
  const accountId = started.account.id
  await deps.events.publish(tx, 'account.code-requested', accountId, {
    accountId,
    secretId: started.codeId,
  })
  await history.add(tx, deps.clock.now(), {
    accountId,
    filter: 'staff',
    code: 'email-change.started',
    facts: { checkList: started.checkList.join(', ') },
    actor: started.actor,
    reason: started.reason,
    ruleIds: ['ACC-7', 'SEC-4'],
    linkedId: started.changeId,
  })
}
