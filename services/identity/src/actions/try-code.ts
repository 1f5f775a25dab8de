import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { decideCode, readCode, type CodeDecision } from '../rules/code.ts'
import * as codes from '../store/code.ts'
import type { Tx } from '../store/database.ts'

/**
 * One answer to a code. The try must be kept, so the refusal is thrown after the commit; the caller
 * of this hands the decision out of its transaction.
 */
export async function tryCode(
  tx: Tx,
  deps: Deps,
  codeId: string,
  typed: string,
): Promise<CodeDecision> {
  const code = await codes.lock(tx, codeId)
  if (!code) return 'refused'
  const matches = deps.codes.matches(code.id, code.mac, readCode(typed))
  const now = deps.clock.machine()
  const decision = decideCode({ ...code, matches }, now)
  if (decision === 'good') await codes.spend(tx, codeId, now)
  if (decision === 'refused') await codes.countTry(tx, codeId)
  return decision
}

export function refuseCode(decision: Exclude<CodeDecision, 'good'>) {
  return refuse(decision === 'too-many' ? 'too-many-codes' : 'code-refused')
}
