import { type Loop, loop } from '@peercert/chassis/background'
import { reportMismatch } from '../actions/report-mismatch.ts'
import type { Deps } from '../deps.ts'
import { decideClaim, hourBefore, type ClaimDecision } from '../rules/claim.ts'
import { isEmpty } from '../rules/sign-in.ts'
import * as accounts from '../store/account.ts'
import * as claims from '../store/claim.ts'
import * as codes from '../store/code.ts'
import type { Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as signIns from '../store/sign-in.ts'

/** Judges claims one after the other; true while there are more. */
export function claimLoop(deps: Deps): Loop {
  return loop({
    name: 'judge-claims',
    everyMs: 2_000,
    run: () => deps.db.$transaction((tx) => judgeNext(tx, deps)),
  })
}

/** Codes and claims that have run out are not kept. */
export function forgetLoop(deps: Deps): Loop {
  return loop({
    name: 'forget-codes',
    everyMs: 60_000,
    async run() {
      const now = deps.clock.machine()
      await codes.forget(deps.db, now)
      await claims.forget(deps.db, new Date(now.getTime() - 24 * 3_600_000))
    },
  })
}

async function judgeNext(tx: Tx, deps: Deps): Promise<boolean> {
  const claim = await claims.lockAsked(tx)
  if (!claim) return false
  const account = claim.number ? await accounts.findByNumber(tx, claim.number) : null
  const decision = account ? await decide(tx, deps, claim, account) : 'nothing'
  await claims.judge(tx, claim.id, decision === 'send' && account ? account.id : null)
  if (decision === 'send' && account) await send(tx, deps, account, claim.codeId)
  if (decision === 'staff' && account) {
    const signIn = await signIns.find(tx, claim.subject)
    if (signIn) await reportMismatch(tx, deps, signIn, account)
  }
  return true
}

async function decide(
  tx: Tx,
  deps: Deps,
  claim: claims.AskedClaim,
  account: accounts.Account,
): Promise<ClaimDecision> {
  const own = await accounts.findOf(tx, claim.subject)
  if (!own || own.id === account.id) return 'nothing'
  const since = hourBefore(deps.clock.machine())
  return decideClaim({
    matches: account.foldedName === claim.foldedName,
    joined: account.signIns.length > 0,
    free: isEmpty(own),
    codesSent: await claims.countSent(tx, account.id, since),
  })
}

async function send(tx: Tx, deps: Deps, account: accounts.Account, secretId: string) {
  const accountId = account.id
  await deps.events.publish(tx, 'account.code-requested', accountId, { accountId, secretId })
  await history.add(tx, deps.clock.now(), {
    accountId,
    filter: 'mail',
    code: 'claim.code-sent',
    actor: { kind: 'system' },
    ruleIds: ['ACC-4', 'CONV-9'],
  })
}
