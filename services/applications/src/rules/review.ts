import { addDays, addMonths, type Day, dayOf, daysBetween } from './calendar.ts'
import { sameName } from './name.ts'
import type { RenewalState } from './renewal.ts'
import type { Hold } from './status.ts'
import { isLate } from './window.ts'

export type CheckName =
  | 'sent-in-time'
  | 'fees-settled'
  | 'signed-after-expiration'
  | 'status-allows'
  | 'signature-matches'
  | 'no-open-case'

export interface Check {
  readonly check: CheckName
  readonly met: boolean
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
  readonly ruleIds: readonly string[]
}

export interface SentRenewal {
  readonly expiredOn: Day
  readonly sentOn: Day
  readonly lines: readonly { readonly feeCode: string; readonly settledBy: string }[]
  readonly signed: {
    readonly at: Date
    readonly typedName: string
    readonly nameThen: string
    readonly codeVersion: string
    readonly attestationVersion: string | null
  }
  readonly nameNow: string
  readonly holdWhenSent: Hold
  readonly holdNow: Hold
  /** The versions in force on the day of sending. */
  readonly codeVersion: string
  readonly attestationVersion: string
}

/** The six questions of a late review, answered by the product (renewal-service 3.4). */
export function sixChecks(sent: SentRenewal, lateMonths: number): Check[] {
  return [
    sentInTime(sent, lateMonths),
    feesSettled(sent),
    signedAfterExpiration(sent),
    {
      check: 'status-allows',
      met: sent.holdWhenSent === 'ACTIVE' && sent.holdNow === 'ACTIVE',
      facts: { whenSent: sent.holdWhenSent, now: sent.holdNow },
      ruleIds: ['REN-4', 'REN-24'],
    },
    {
      check: 'signature-matches',
      met: [sent.signed.nameThen, sent.nameNow].some((name) =>
        sameName(sent.signed.typedName, name),
      ),
      facts: { typed: sent.signed.typedName, legalName: sent.nameNow },
      ruleIds: ['CONV-9', 'REN-14'],
    },
    {
      // Only a case with an order stops a renewal (CRT-9); which case it is stays with its owner.
      check: 'no-open-case',
      met: sent.holdNow === 'ACTIVE',
      facts: { openCase: sent.holdNow !== 'ACTIVE' },
      ruleIds: ['CRT-9', 'CMP-14'],
    },
  ]
}

function sentInTime({ expiredOn, sentOn }: SentRenewal, lateMonths: number): Check {
  const through = addMonths(expiredOn, lateMonths)
  return {
    check: 'sent-in-time',
    met: isLate(expiredOn, sentOn) && sentOn <= through,
    facts: { expiredOn, sentOn, through },
    ruleIds: ['REN-20', 'PAY-6'],
  }
}

/** A waiver that staff recorded settles its line like a card does (REN-24). */
function feesSettled({ lines }: SentRenewal): Check {
  const by = (code: string) => lines.find((line) => line.feeCode === code)?.settledBy ?? null
  const facts = { RENEWAL: by('RENEWAL'), LATE_RENEWAL: by('LATE_RENEWAL') }
  return {
    check: 'fees-settled',
    met: facts.RENEWAL !== null && facts.LATE_RENEWAL !== null,
    facts,
    ruleIds: ['FEE-4', 'FEE-5', 'PAY-6'],
  }
}

function signedAfterExpiration(sent: SentRenewal): Check {
  const signedOn = dayOf(sent.signed.at)
  const inForce =
    sent.signed.codeVersion === sent.codeVersion &&
    sent.signed.attestationVersion === sent.attestationVersion
  return {
    check: 'signed-after-expiration',
    met: isLate(sent.expiredOn, signedOn) && inForce,
    facts: {
      signedOn,
      codeVersion: sent.signed.codeVersion,
      attestationVersion: sent.signed.attestationVersion,
      inForce,
    },
    ruleIds: ['REN-20', 'REN-26'],
  }
}

/** How a case lies in the work list on a day. */
export function lateness(
  { expiredOn, sentOn, decideBy }: { expiredOn: Day; sentOn: Day; decideBy: Day },
  day: Day,
): { daysLate: number; daysLeft: number; overdue: boolean } {
  return {
    daysLate: daysBetween(expiredOn, sentOn),
    daysLeft: daysBetween(day, decideBy),
    overdue: day > decideBy,
  }
}

export type Flag = 'answered' | 'no-answer' | 'sent-again' | 'second-reader'

export function flagsOf(
  review: {
    readonly state: RenewalState
    readonly again: boolean
    readonly question: { readonly answerBy: Day; readonly answered: boolean } | null
  },
  day: Day,
): Flag[] {
  const { question } = review
  return [
    ...(question?.answered ? (['answered'] as const) : []),
    ...(question && !question.answered && day > question.answerBy ? (['no-answer'] as const) : []),
    ...(review.again ? (['sent-again'] as const) : []),
    ...(review.state === 'refusal-proposed' ? (['second-reader'] as const) : []),
  ]
}

export interface Reviewer {
  readonly subject: string
  /** Their own or a relative's number, or they know the person (ROLE-12). */
  readonly barred: boolean
}

export type ReviewRefusal =
  | 'conflict-of-interest'
  | 'taken-by-another'
  | 'review-closed'
  | 'second-person-needed'
  | 'nothing-refused'

/** Whether a reviewer may take a case or decide on it; a proposal of refusal belongs to its second reader. */
export function mayReview(
  review: { readonly state: RenewalState; readonly takenBy: string | null },
  reviewer: Reviewer,
): ReviewRefusal | null {
  if (reviewer.barred) return 'conflict-of-interest'
  if (review.state !== 'in-review' && review.state !== 'question') return 'review-closed'
  return review.takenBy !== null && review.takenBy !== reviewer.subject ? 'taken-by-another' : null
}

/** A refusal is decided by somebody who did not propose it. */
export function mayReadSecond(
  review: { readonly state: RenewalState; readonly proposedBy: string | null },
  reader: Reviewer,
): ReviewRefusal | null {
  if (reader.barred) return 'conflict-of-interest'
  if (review.state === 'approved' || review.state === 'refused') return 'review-closed'
  if (review.state !== 'refusal-proposed') return 'nothing-refused'
  return review.proposedBy === reader.subject ? 'second-person-needed' : null
}

/** "No answer" may be a reason only after the days to answer are over. */
export function isAnswerStillPossible(
  question: { readonly answerBy: Day; readonly answered: boolean } | null,
  day: Day,
): boolean {
  return question === null || question.answered || day <= question.answerBy
}

/** The person may answer through this day; asking is day 0 (CONV-2). */
export function answerBy(askedOn: Day, questionDays: number): Day {
  return addDays(askedOn, questionDays)
}

/** An appeal may be filed through this day (APL-1, APL-3). */
export function appealBy(decidedOn: Day, appealDays: number): Day {
  return addDays(decidedOn, appealDays)
}
