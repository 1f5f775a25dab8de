import { type Day, dayOf, laterOf, minutesLeft } from './calendar.ts'
import type { Part } from './draft.ts'
import type { RenewalState } from './renewal.ts'
import type { Hold } from './status.ts'
import { type Phase, phaseOn, type Window, windowOf, type WindowNumbers } from './window.ts'

export type StandingState =
  | 'window-not-open'
  | 'just-opened'
  | 'drafted'
  | 'last-day'
  | 'expired'
  | 'expired-needs-exam'
  | 'vacated'
  | 'suspended'
  | 'renewed'
  | 'payment-being-checked'
  | 'late-in-review'
  | 'late-question'
  | 'late-refused'
  | 'revoked'
  | 'surrendered'

export type Badge =
  | 'active'
  | 'active-open'
  | 'active-started'
  | 'active-last-day'
  | 'active-renewed'
  | 'expired'
  | 'expired-in-review'
  | 'expired-question'
  | 'expired-refused'
  | 'suspended'
  | 'revoked'
  | 'inactive'

/** A late renewal at the staff, or refused by them. */
export interface Case {
  readonly submittedOn: Day
  readonly decideBy: Day
  readonly answerBy: Day | null
  readonly appealBy: Day | null
  readonly resubmitThrough: Day | null
}

export interface StandingInput {
  readonly hold: Hold
  readonly heldSince: Day | null
  readonly expiresOn: Day
  /** How the present term began, when it began with a renewal. */
  readonly renewed: { readonly on: Day; readonly keepRecordsUntil: Day } | null
  readonly running: RenewalState | null
  readonly draft: { readonly savedAt: Date; readonly nextPart: Part } | null
  readonly review: Case | null
}

export interface Standing {
  readonly state: StandingState
  readonly badge: Badge
  readonly window: Window
  readonly late: boolean
  readonly drafted: boolean
  readonly overdue: boolean
  readonly minutesLeft: number | null
}

/** What the dashboard shows at an instant of program time (renewal-service 2). */
export function standingOf(input: StandingInput, now: Date, numbers: WindowNumbers): Standing {
  const day = dayOf(now)
  const phase = phaseOn(input.expiresOn, day, numbers)
  const underlying = underlyingState(input, day, phase)
  const checking = input.running === 'checking'
  return {
    state: checking ? 'payment-being-checked' : underlying,
    // An unknown payment changes the words, not the badge: the certification is what it was.
    badge: badges[underlying],
    window: windowOf(input.expiresOn, numbers),
    late: day > input.expiresOn,
    drafted: input.draft !== null,
    overdue: isUnderReview(input.running) && input.review !== null && day > input.review.decideBy,
    minutesLeft: phase === 'last-day' ? minutesLeft(day, now) : null,
  }
}

export function isUnderReview(running: RenewalState | null): boolean {
  return running === 'in-review' || running === 'question' || running === 'refusal-proposed'
}

function underlyingState(input: StandingInput, day: Day, phase: Phase): StandingState {
  if (input.hold !== 'ACTIVE') return held[input.hold]
  // The person is not told of a proposal before its second reader has agreed.
  if (input.running === 'in-review' || input.running === 'refusal-proposed') return 'late-in-review'
  if (input.running === 'question') return 'late-question'
  if (input.review && isDecisionOpen(input.review, day)) return 'late-refused'
  if (phase === 'not-open') return input.renewed ? 'renewed' : 'window-not-open'
  if (phase === 'open') return input.draft ? 'drafted' : 'just-opened'
  return later[phase]
}

/** A refusal stays in front until nothing can be done about it any more. */
function isDecisionOpen({ appealBy, resubmitThrough }: Case, day: Day): boolean {
  if (appealBy === null || resubmitThrough === null) return false
  return day <= laterOf(appealBy, resubmitThrough)
}

const held = { SUSPENDED: 'suspended', REVOKED: 'revoked', SURRENDERED: 'surrendered' } as const

const later = {
  'last-day': 'last-day',
  late: 'expired',
  'needs-exam': 'expired-needs-exam',
  vacated: 'vacated',
} as const

const badges: Readonly<Record<StandingState, Badge>> = {
  'window-not-open': 'active',
  'just-opened': 'active-open',
  drafted: 'active-started',
  'last-day': 'active-last-day',
  renewed: 'active-renewed',
  expired: 'expired',
  'expired-needs-exam': 'expired',
  vacated: 'expired',
  'late-in-review': 'expired-in-review',
  'late-question': 'expired-question',
  'late-refused': 'expired-refused',
  suspended: 'suspended',
  revoked: 'revoked',
  surrendered: 'inactive',
  'payment-being-checked': 'active',
}
