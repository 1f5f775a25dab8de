import type { EventMap } from '@peercert/contracts/ce-audit'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { dayOf } from '../rules/calendar.ts'
import { heldBy, statusOn } from '../rules/status.ts'
import { type Held, lockAccount, setHold } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { insertSanction, liftImported, liftSanctionRow, listSanctions } from '../store/sanctions.ts'

/** A suspension or revocation is in force from when it says (VIO-2); the clock of the term never stops (CRT-10). */
export async function imposeSanction(
  tx: Tx,
  data: EventMap['sanction.imposed'],
  deps: Deps,
): Promise<void> {
  const held = await lockAccount(tx, data.accountId)
  if (!held) return
  const { sanctionId: id, kind } = data
  const effectiveAt = new Date(data.effectiveAt)
  if (!(await insertSanction(tx, { id, certificationId: held.id, kind, effectiveAt }))) return
  const code = kind === 'suspension' ? 'certification.suspended' : 'certification.revoked'
  await settle(
    tx,
    { held, code, sanctionId: id, at: effectiveAt, ruleIds: ['CRT-10', 'VIO-2'] },
    deps,
  )
}

/** Served, or a successful appeal; one that was imported has no number here, so any word lifts it. */
export async function liftSanction(
  tx: Tx,
  data: EventMap['sanction.lifted'],
  deps: Deps,
): Promise<void> {
  const held = await lockAccount(tx, data.accountId)
  if (!held) return
  const liftedAt = new Date(data.effectiveAt)
  const known = await liftSanctionRow(tx, data.sanctionId, liftedAt)
  if (known === 'lifted-before') return
  if (known === 'unknown' && !(await liftImported(tx, held.id, liftedAt))) return
  const code = 'certification.reinstated'
  const ruleIds = ['CRT-10', 'REN-24']
  await settle(tx, { held, code, sanctionId: data.sanctionId, at: liftedAt, ruleIds }, deps)
}

interface Settlement {
  readonly held: Held
  readonly code: string
  readonly sanctionId: string
  readonly at: Date
  readonly ruleIds: readonly string[]
}

/** What all sanctions together make of it now; the word goes out when that is something else. */
async function settle(tx: Tx, { held, code, sanctionId, at, ruleIds }: Settlement, deps: Deps) {
  const now = deps.clock.now()
  // A fact is told when it holds: a sanction from a moment ahead of our clock holds as well.
  const judgedAt = at > now ? at : now
  const sanctions = await listSanctions(tx, [held.id])
  const hold = heldBy({ sanctions, surrendered: held.surrendered }, judgedAt)
  const day = dayOf(now)
  const numbers = numbersOn(day)
  const from = statusOn(held, day, numbers)
  const to = statusOn({ ...held, hold }, day, numbers)
  await setHold(tx, held.id, hold, hold === held.hold ? held.heldSince : dayOf(at))
  await record(tx, {
    accountId: held.accountId,
    at: now,
    filter: 'status',
    code,
    facts: { from, to, effectiveOn: dayOf(at), expiresOn: held.expiresOn },
    actor: { kind: 'system' },
    ruleIds,
    linkedId: sanctionId,
  })
  if (from === to) return
  const { id: certificationId, accountId, number } = held
  const changed = { certificationId, accountId, number, from, to }
  await deps.events.publish(tx, 'certification.status-changed', accountId, changed)
}
