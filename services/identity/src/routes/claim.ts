import { moveSignIn } from '../actions/move-sign-in.ts'
import { reportMismatch } from '../actions/report-mismatch.ts'
import { refuseCode, tryCode } from '../actions/try-code.ts'
import { signedIn } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { readNumber } from '../rules/certification-number.ts'
import { claimsPerHour, hourBefore } from '../rules/claim.ts'
import { codeExpiry, type CodeDecision } from '../rules/code.ts'
import { foldName } from '../rules/name.ts'
import { isEmpty } from '../rules/sign-in.ts'
import * as accounts from '../store/account.ts'
import * as claims from '../store/claim.ts'
import * as codes from '../store/code.ts'
import type { Tx } from '../store/database.ts'
import * as signIns from '../store/sign-in.ts'

/**
 * "Find my certification". The request only keeps what was typed, with a code that may never be
 * sent; whether it fits anybody is judged apart from it (jobs/claim.ts). So neither the answer nor
 * its time tells anything, and a code that nobody got is refused like a wrong one.
 */
export const claimRoutes: Pick<Routes, 'startClaim' | 'confirmClaim'> = {
  async startClaim({ body, caller: { subject } }, deps) {
    const now = deps.clock.machine()
    await deps.db.$transaction(async (tx) => {
      await signIns.lock(tx, subject)
      if ((await claims.countSince(tx, subject, hourBefore(now))) >= claimsPerHour)
        throw refuse('too-many-requests', { retryAfter: 900 })
      const code = deps.codes.fresh()
      await codes.keep(tx, code, { expiresAt: codeExpiry(now) })
      await claims.add(tx, {
        subject,
        askedAt: now,
        number: readNumber(body.certificationNumber) ?? null,
        foldedName: foldName(body.name),
        codeId: code.id,
      })
    })
    deps.judgeClaims()
    return { status: 202 }
  },

  async confirmClaim({ body, caller: { subject } }, deps) {
    const decision = await deps.db.$transaction(async (tx) => {
      await signIns.lock(tx, subject)
      const claim = await claims.latest(tx, subject)
      if (!claim) return 'refused'
      const tried = await tryCode(tx, deps, claim.codeId, body.code)
      if (tried !== 'good') return tried
      if (claim.accountId === null) return 'refused'
      return joinClaimed(tx, deps, { subject, accountId: claim.accountId, claimId: claim.id })
    })
    if (decision !== 'good') throw refuseCode(decision)
    const account = await accounts.findOf(deps.db, subject)
    if (!account) throw refuse('code-refused')
    return { status: 200, body: signedIn(account, true) }
  },
}

interface Claimed {
  readonly subject: string
  readonly accountId: string
  readonly claimId: string
}

/** The code was right; whether both sides are still free is asked again, under their locks. */
async function joinClaimed(tx: Tx, deps: Deps, claimed: Claimed): Promise<CodeDecision> {
  const { subject, accountId, claimId } = claimed
  const before = await accounts.findOf(tx, subject)
  if (!before) return 'refused'
  await accounts.lockAll(tx, [before.id, accountId])
  const [own, account] = [await accounts.findOf(tx, subject), await accounts.find(tx, accountId)]
  if (!own || !account) return 'refused'
  if (!isEmpty(own) || account.signIns.length > 0) {
    const signIn = await signIns.find(tx, subject)
    if (signIn) await reportMismatch(tx, deps, signIn, account)
    return 'refused'
  }
  await moveSignIn(tx, deps, {
    subject,
    from: own,
    to: account.id,
    joinedBy: 'claim',
    actor: { kind: 'person' },
    ruleIds: ['ACC-4', 'ACC-11', 'CONV-9'],
    linkedId: claimId,
  })
  return 'good'
}
