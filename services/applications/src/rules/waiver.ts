import { addDays, type Day, dayOf } from './calendar.ts'
import type { Hold, Sanction } from './status.ts'
import { phaseOn, type WindowNumbers } from './window.ts'

export type Ground = 'suspension-ended-after-expiration' | 'our-outage'

export interface WaiverFacts {
  readonly hold: Hold
  readonly expiresOn: Day
  /** A renewal of this term that was paid once; a waiver gives nothing back (WVR-12). */
  readonly paid: boolean
  readonly sanctions: readonly Sanction[]
  /** The first day of a draft of this term, and whether the person was here on the last day. */
  readonly draftedOn: Day | null
  readonly seenOnLastDay: boolean
}

export interface Request {
  readonly ground: Ground
  readonly outageFrom: Date | null
  readonly outageTo: Date | null
}

/** Why FEE-5 cannot be waived, or null when it can (REN-24; section 6: our payments failed on the last day). */
export function whyNoWaiver(
  facts: WaiverFacts,
  request: Request,
  day: Day,
  numbers: WindowNumbers,
): string | null {
  if (facts.paid) return 'paid'
  if (facts.hold !== 'ACTIVE') return 'not-in-good-standing'
  if (phaseOn(facts.expiresOn, day, numbers) !== 'late') return 'not-late'
  return request.ground === 'our-outage' ? whyNoOutage(facts, request) : whyNoSuspension(facts)
}

function whyNoSuspension({ sanctions, expiresOn }: WaiverFacts): string | null {
  const ended = sanctions.some(
    ({ kind, effectiveAt, liftedAt }) =>
      kind === 'suspension' &&
      dayOf(effectiveAt) <= expiresOn &&
      liftedAt !== null &&
      dayOf(liftedAt) > expiresOn,
  )
  return ended ? null : 'no-suspension-over-expiration'
}

/** Somebody who had a draft or was here that day, and an outage of ours that touches it. */
function whyNoOutage(facts: WaiverFacts, { outageFrom, outageTo }: Request): string | null {
  if (!outageFrom || !outageTo || outageTo <= outageFrom) return 'outage-times'
  const touches = dayOf(outageFrom) <= facts.expiresOn && dayOf(outageTo) >= facts.expiresOn
  if (!touches) return 'outage-not-on-last-day'
  const tried =
    facts.seenOnLastDay || (facts.draftedOn !== null && facts.draftedOn <= facts.expiresOn)
  return tried ? null : 'not-here-on-last-day'
}

/** Usable from the decision for some days, then it is over; the expiration date does not move. */
export function usableThrough(decidedOn: Day, days: number): Day {
  return addDays(decidedOn, days)
}

export function isUsable(waiver: { readonly usableThrough: Day | null }, day: Day): boolean {
  return waiver.usableThrough !== null && day <= waiver.usableThrough
}
