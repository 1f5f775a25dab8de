import type { Caller } from '@peercert/chassis/caller'
import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { numbersOn, textOn } from '../program.ts'
import { type Check, sixChecks } from '../rules/review.ts'
import { heldBy } from '../rules/status.ts'
import { getById, type Held, listByIds, lock } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { find, listWaiting, type RenewalRecord } from '../store/renewals.ts'
import { isBarred, listAcquainted, listDeclared } from '../store/reviews.ts'
import { listSanctions, type SanctionRecord } from '../store/sanctions.ts'
import { getExpiration } from '../store/terms.ts'

/** A late renewal at the staff desk, as one reviewer sees it. */
export interface ReviewCase {
  readonly renewal: RenewalRecord
  readonly held: Held
  /** The expiration that the renewal is late for. */
  readonly expiredOn: string
  readonly barred: boolean
}

/** Locked when the reviewer is about to decide: of two, the second sees what the first did. */
export async function loadCase(
  tx: Tx,
  renewalId: string,
  caller: Caller,
  locked: boolean,
): Promise<ReviewCase> {
  const known = await find(tx, renewalId)
  if (!known || known.sentOn === null || known.state === 'completed') throw refuse('not-found')
  const { certificationId } = known
  const held = locked ? await lock(tx, certificationId) : await getById(tx, certificationId)
  const renewal = locked ? ((await find(tx, renewalId)) ?? known) : known
  const barred = await isBarred(tx, caller.subject, held)
  const expiredOn =
    renewal.term === held.term ? held.expiresOn : await getExpiration(tx, held.id, renewal.term)
  return { renewal, held, expiredOn, barred }
}

/** All cases that wait, in four questions however many they are. */
export async function loadWaiting(
  tx: Tx,
  caller: Caller,
  deps: Deps,
): Promise<{ reviewed: ReviewCase; checks: readonly Check[] }[]> {
  const renewals = await listWaiting(tx)
  const ids = renewals.map((renewal) => renewal.certificationId)
  const held = new Map((await listByIds(tx, ids)).map((each) => [each.id, each]))
  const sanctions = Map.groupBy(await listSanctions(tx, ids), (each) => each.certificationId)
  const numbers = new Set(await listDeclared(tx, caller.subject))
  const people = await listAcquainted(tx, caller.subject)
  return renewals.flatMap((renewal) => {
    const certification = held.get(renewal.certificationId)
    if (!certification) return []
    const { number, accountId, id, expiresOn: expiredOn } = certification
    const barred = numbers.has(number) || people.has(accountId)
    const reviewed = { renewal, held: certification, expiredOn, barred }
    return [{ reviewed, checks: judgeCase(reviewed, sanctions.get(id) ?? [], deps) }]
  })
}

/** The six checks as they stand now (renewal-service 3.4). */
export async function checksOf(tx: Tx, reviewed: ReviewCase, deps: Deps): Promise<Check[]> {
  return judgeCase(reviewed, await listSanctions(tx, [reviewed.held.id]), deps)
}

function judgeCase(
  { renewal, held, expiredOn }: ReviewCase,
  sanctions: readonly SanctionRecord[],
  { clock }: Deps,
): Check[] {
  const { signature, sentOn, sentAt } = renewal
  if (!signature || sentOn === null || sentAt === null) throw new Error('sent without a signature')
  const { surrendered } = held
  return sixChecks(
    {
      expiredOn,
      sentOn,
      lines: renewal.payment?.lines ?? [],
      signed: { ...signature, at: signature.signedAt },
      nameNow: held.certifiedName,
      holdWhenSent: heldBy({ sanctions, surrendered }, sentAt),
      holdNow: heldBy({ sanctions, surrendered }, clock.now()),
      codeVersion: textOn('code-of-ethics', sentOn).version,
      attestationVersion: textOn('attestation-late', sentOn).version,
    },
    numbersOn(sentOn).lateMonths,
  )
}
