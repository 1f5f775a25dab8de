import type { Deps } from '../deps.ts'
import type { Account } from '../store/account.ts'
import type { Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as lockouts from '../store/lockout.ts'

export interface MismatchedSignIn {
  readonly subject: string
  readonly name: string
  readonly email: string
}

/** Never a guess: staff see who may be whom, once, on the list "Cannot get in" (ACC-11). */
export async function reportMismatch(
  tx: Tx,
  deps: Deps,
  signIn: MismatchedSignIn,
  account: Account,
): Promise<void> {
  const at = deps.clock.now()
  const id = await lockouts.addMismatch(tx, {
    subject: signIn.subject,
    accountId: account.id,
    name: signIn.name,
    contact: signIn.email,
    certificationNumber: account.certifications[0]?.number ?? null,
    language: account.language,
    reportedAt: at,
  })
  if (id === undefined) return
  await history.add(tx, at, {
    accountId: account.id,
    filter: 'status',
    code: 'lockout.opened',
    facts: { origin: 'mismatch' },
    actor: { kind: 'system' },
    ruleIds: ['ACC-4', 'ACC-11', 'CONV-9'],
    linkedId: id,
  })
}
