import type { Deps } from '../deps.ts'
import { dayOf } from '../rules/calendar.ts'
import type { Held } from '../store/certifications.ts'
import { type Tx, toDate } from '../store/database.ts'
import { record } from '../store/history.ts'
import { change, type RenewalRecord } from '../store/renewals.ts'

export interface Sent {
  readonly held: Held
  readonly renewal: RenewalRecord
  readonly sentAt: Date
  readonly decideBy: string
  readonly paymentId: string | null
  readonly totalCents: number
  /** After a refusal; nothing was paid this time. */
  readonly again: boolean
}

/** A late renewal goes to the staff; nothing changes until they decide (REN-20). */
export async function submitLate(tx: Tx, sent: Sent, deps: Deps): Promise<void> {
  const { held, renewal, sentAt, decideBy, paymentId, totalCents, again } = sent
  const submittedOn = dayOf(sentAt)
  await change(tx, renewal.id, ['draft', 'checking'], {
    state: 'in-review',
    paymentId,
    checkingPaymentId: null,
    sentAt,
    sentOn: toDate(submittedOn),
    decideBy: toDate(decideBy),
    version: { increment: 1 },
  })
  await record(tx, {
    accountId: held.accountId,
    at: deps.clock.now(),
    filter: 'status',
    code: 'renewal.late-submitted',
    facts: { submittedOn, decideBy, totalCents, again, expiredOn: held.expiresOn },
    actor: { kind: again ? 'person' : 'system' },
    ruleIds: ['REN-13', 'REN-20'],
    why: { sentAt },
    linkedId: renewal.id,
  })
  await deps.events.publish(tx, 'renewal.late-submitted', held.accountId, {
    renewalId: renewal.id,
    certificationId: held.id,
    accountId: held.accountId,
    number: held.number,
    submittedOn,
    decideBy,
    totalCents,
    again,
  })
}
