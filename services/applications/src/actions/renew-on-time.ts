import type { EventMap } from '@peercert/contracts/payments'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { keepRecordsUntil } from '../rules/education.ts'
import { beginTerm, type Held } from '../store/certifications.ts'
import { type Tx, toDate } from '../store/database.ts'
import { record } from '../store/history.ts'
import { change, type RenewalRecord } from '../store/renewals.ts'
import { verificationUrl } from './show-certification.ts'

export interface OnTime {
  readonly held: Held
  readonly renewal: RenewalRecord
  readonly paid: EventMap['payment.completed']
  readonly stampedAt: Date
  readonly stampedOn: string
  readonly expiresOn: string
}

/** New date, new certificate, no staff (REN-10, REN-11). */
export async function renewOnTime(tx: Tx, done: OnTime, deps: Deps): Promise<void> {
  const { held, renewal, paid, stampedAt, stampedOn, expiresOn } = done
  const numbers = numbersOn(stampedOn)
  const keepUntil = keepRecordsUntil(stampedOn, stampedOn, numbers.retentionYears)
  await change(tx, renewal.id, ['draft', 'checking'], {
    state: 'completed',
    paymentId: paid.paymentId,
    checkingPaymentId: null,
    sentAt: stampedAt,
    sentOn: toDate(stampedOn),
    completedOn: toDate(stampedOn),
    keepRecordsUntil: toDate(keepUntil),
    version: { increment: 1 },
  })
  const next = { effectiveOn: stampedOn, expiresOn, renewalId: renewal.id }
  await beginTerm(tx, held, { ...next, certificateId: crypto.randomUUID() })
  await record(tx, {
    accountId: held.accountId,
    at: deps.clock.now(),
    filter: 'status',
    code: 'renewal.completed',
    facts: {
      previousExpiresOn: held.expiresOn,
      expiresOn,
      renewedOn: stampedOn,
      totalCents: paid.totalCents,
      receiptNumber: paid.receiptNumber,
    },
    actor: { kind: 'system' },
    ruleIds: ['REN-10', 'REN-11', 'REN-13'],
    why: { stampedAt, windowDays: numbers.windowDays, termYears: numbers.termYears },
    linkedId: renewal.id,
  })
  await deps.events.publish(tx, 'renewal.completed', held.accountId, {
    renewalId: renewal.id,
    certificationId: held.id,
    accountId: held.accountId,
    number: held.number,
    term: held.term + 1,
    renewedOn: stampedOn,
    previousExpiresOn: held.expiresOn,
    expiresOn,
    keepRecordsUntil: keepUntil,
    verificationUrl: verificationUrl(deps.portalUrl, held),
  })
}
