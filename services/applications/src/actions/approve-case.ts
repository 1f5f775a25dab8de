import type { Caller } from '@peercert/chassis/caller'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { keepRecordsUntil } from '../rules/education.ts'
import type { Check } from '../rules/review.ts'
import { statusOn } from '../rules/status.ts'
import { windowOf } from '../rules/window.ts'
import { beginTerm } from '../store/certifications.ts'
import { type Tx, toDate } from '../store/database.ts'
import { record } from '../store/history.ts'
import { change } from '../store/renewals.ts'
import type { ReviewCase } from './load-case.ts'
import { verificationUrl } from './show-certification.ts'

export interface Approval {
  readonly reviewed: ReviewCase
  readonly caller: Caller
  readonly reason: string
  readonly checks: readonly Check[]
}

/** Active from today, valid two years from the old date; the gap stays visible (REN-21). */
export async function approveCase(tx: Tx, approval: Approval, deps: Deps): Promise<void> {
  const { reviewed, caller, reason, checks } = approval
  const { renewal, held, expiredOn } = reviewed
  const now = deps.clock.now()
  const today = deps.clock.today()
  const numbers = numbersOn(today)
  const from = statusOn(held, today, numbers)
  const { newExpiresOn: expiresOn } = windowOf(expiredOn, numbers)
  const sentOn = renewal.sentOn ?? today
  const keepUntil = keepRecordsUntil(sentOn, today, numbers.retentionYears)
  await change(tx, renewal.id, ['in-review', 'question'], {
    state: 'approved',
    completedOn: toDate(today),
    keepRecordsUntil: toDate(keepUntil),
    takenBy: caller.subject,
    version: { increment: 1 },
  })
  const next = { effectiveOn: today, expiresOn, renewalId: renewal.id }
  await beginTerm(tx, held, { ...next, certificateId: crypto.randomUUID() })
  await record(tx, {
    accountId: held.accountId,
    at: now,
    filter: 'status',
    code: 'renewal.late-approved',
    facts: { activeFrom: today, previousExpiresOn: expiredOn, expiresOn, sentOn },
    actor: { kind: 'staff', subject: caller.subject, role: 'reviewer' },
    reason,
    ruleIds: ['REN-20', 'REN-21'],
    why: { checks: checks.map(({ check, met, facts }) => ({ check, met, facts })) },
    linkedId: renewal.id,
  })
  await publishApproval(tx, { ...reviewed, today, expiresOn, keepUntil, from }, deps)
}

interface Said extends ReviewCase {
  readonly today: string
  readonly expiresOn: string
  readonly keepUntil: string
  readonly from: string
}

async function publishApproval(tx: Tx, said: Said, { events, portalUrl }: Deps): Promise<void> {
  const { renewal, held, expiredOn, today, expiresOn, keepUntil, from } = said
  const { id: certificationId, accountId, number } = held
  await events.publish(tx, 'renewal.late-approved', accountId, {
    renewalId: renewal.id,
    certificationId,
    accountId,
    number,
    term: held.term + 1,
    activeFrom: today,
    previousExpiresOn: expiredOn,
    expiresOn,
    keepRecordsUntil: keepUntil,
    verificationUrl: verificationUrl(portalUrl, held),
  })
  const changed = { certificationId, accountId, number, from, to: 'ACTIVE' }
  await events.publish(tx, 'certification.status-changed', accountId, changed)
}
