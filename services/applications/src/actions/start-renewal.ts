import type { Deps } from '../deps.ts'
import { decideRenewal } from '../rules/renewal.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { get, insertDraft, type RenewalRecord } from '../store/renewals.ts'
import { type Holder, renewalFactsOf } from './load-holder.ts'
import { refuseRenewal } from './refuse-renewal.ts'

/**
 * The form of this term: the one that is there, or a new one. After a refusal the new one sends the
 * case again and the fee stays paid (REN-20). The caller holds the certification's lock.
 */
export async function startRenewal(tx: Tx, holder: Holder, deps: Deps): Promise<RenewalRecord> {
  const { held, cycle, day, now, numbers } = holder
  const decision = decideRenewal(renewalFactsOf(holder), day, numbers)
  if ('refused' in decision) throw refuseRenewal(decision)
  if (cycle.live) return cycle.live

  const id = crypto.randomUUID()
  const again = cycle.refused
  await insertDraft(tx, {
    id,
    certificationId: held.id,
    accountId: held.accountId,
    term: held.term,
    at: now,
    ...(again && { againstId: again.id, paymentId: again.paymentId }),
  })
  await record(tx, {
    accountId: held.accountId,
    at: now,
    filter: 'status',
    code: 'renewal.started',
    facts: { late: decision.late, again: again !== null, expiresOn: held.expiresOn },
    actor: { kind: 'person' },
    ruleIds: decision.late ? ['REN-20'] : ['REN-2', 'REN-4'],
    linkedId: id,
  })
  const started = { renewalId: id, certificationId: held.id, accountId: held.accountId }
  await deps.events.publish(tx, 'renewal.started', held.accountId, started)
  return get(tx, id)
}
