import { addDays, type Day } from './calendar.ts'
import type { Hold, Status } from './status.ts'
import { phaseOn, windowOf, type WindowNumbers } from './window.ts'

/** REN-19, and ours: too late for renewal alone, signed too early, waiting for staff, waiver ran out. */
export type RefusalCode =
  | StartRefusal
  | 'ATTESTATION_INCOMPLETE'
  | 'ETHICS_NOT_SIGNED'
  | 'PAYMENT_INCOMPLETE'
  | 'SIGN_AGAIN'
  | 'WAIVER_ENDED'

export type RenewalState =
  | 'draft'
  | 'checking'
  | 'completed'
  | 'in-review'
  | 'question'
  | 'refusal-proposed'
  | 'refused'
  | 'approved'
  | 'withdrawn'

/** What stands in the way of starting at all. */
export type StartRefusal =
  | 'WINDOW_NOT_OPEN'
  | 'NOT_IN_GOOD_STANDING'
  | 'ALREADY_RENEWED'
  | 'TOO_LATE'
  | 'IN_REVIEW'

export interface Refused {
  readonly refused: StartRefusal
  readonly opensOn?: Day
  readonly status?: Status
}

/** What is known about a certification when somebody wants to renew it. */
export interface RenewalFacts {
  readonly hold: Hold
  readonly expiresOn: Day
  /** The present term came from a renewal. */
  readonly renewed: boolean
  /** The state of this term's renewal, if there is one; a new draft hides an older refusal. */
  readonly running: RenewalState | null
}

export type Decision = Refused | { readonly possible: true; readonly late: boolean }

const waiting: readonly RenewalState[] = ['in-review', 'question', 'refusal-proposed']

/** Whether renewal may be started or continued on a day, or with which reason not (REN-2..4, REN-19..24). */
export function decideRenewal(facts: RenewalFacts, day: Day, numbers: WindowNumbers): Decision {
  if (facts.hold !== 'ACTIVE') return { refused: 'NOT_IN_GOOD_STANDING', status: facts.hold }
  if (facts.running && waiting.includes(facts.running)) return { refused: 'IN_REVIEW' }
  const phase = phaseOn(facts.expiresOn, day, numbers)
  if (phase === 'not-open') {
    const { opensOn } = windowOf(facts.expiresOn, numbers)
    return { refused: facts.renewed ? 'ALREADY_RENEWED' : 'WINDOW_NOT_OPEN', opensOn }
  }
  if (phase === 'needs-exam') return { refused: 'TOO_LATE', status: 'EXPIRED' }
  if (phase === 'vacated') return { refused: 'TOO_LATE', status: 'VACATED' }
  return { possible: true, late: phase === 'late' }
}

/** What a completed payment finds, judged at the instant of the second Pay (PAY-6). */
export interface PaidFacts {
  readonly state: RenewalState
  /** The renewal belongs to the term the certification is in now. */
  readonly sameTerm: boolean
  readonly signed: boolean
  readonly hold: Hold
  readonly expiresOn: Day
}

export type PaidDecision =
  | { readonly does: 'renew'; readonly expiresOn: Day }
  | { readonly does: 'submit'; readonly decideBy: Day }
  | { readonly does: 'nothing'; readonly because: RefusalCode }

/**
 * On time renews at once (REN-10, REN-13), late goes to the staff (REN-20). Money that can do neither
 * is kept in sight, never dropped.
 */
export function decidePaid(
  facts: PaidFacts,
  day: Day,
  numbers: WindowNumbers & { readonly reviewDays: number },
): PaidDecision {
  if (!facts.sameTerm || facts.state === 'completed' || facts.state === 'approved')
    return { does: 'nothing', because: 'ALREADY_RENEWED' }
  if (facts.state !== 'draft' && facts.state !== 'checking')
    return { does: 'nothing', because: 'IN_REVIEW' }
  if (!facts.signed) return { does: 'nothing', because: 'ETHICS_NOT_SIGNED' }
  const decision = decideRenewal({ ...facts, renewed: false, running: null }, day, numbers)
  if ('refused' in decision) return { does: 'nothing', because: decision.refused }
  return decision.late
    ? { does: 'submit', decideBy: decideBy(day, numbers.reviewDays) }
    : { does: 'renew', expiresOn: windowOf(facts.expiresOn, numbers).newExpiresOn }
}

/** Staff decide by this day; the day of sending is day 0 (REN-20, CONV-2). */
export function decideBy(sentOn: Day, reviewDays: number): Day {
  return addDays(sentOn, reviewDays)
}
