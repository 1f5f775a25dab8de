import type { Day } from './calendar.ts'
import { decideCheckOut, type Draft } from './draft.ts'
import { decideRenewal, type RefusalCode, type RenewalFacts } from './renewal.ts'
import type { SigningTerms } from './signature.ts'
import { isUsable } from './waiver.ts'
import { isLate, type WindowNumbers } from './window.ts'

export interface PayingFacts extends RenewalFacts {
  /** The renewal belongs to the term the certification is in now. */
  readonly sameTerm: boolean
  readonly draft: Draft
  /** The waiver that the fee request was made with. */
  readonly waiver: { readonly usableThrough: Day | null } | null
}

/**
 * Whether a renewal still stands at the instant of the second Pay: asked before the processor is, so
 * that nothing is charged for what cannot be done (promise 1; REN-4, REN-13, REN-19).
 */
export function whyNotPay(
  facts: PayingFacts,
  terms: SigningTerms,
  numbers: WindowNumbers,
): RefusalCode | null {
  const { running } = facts
  if (!facts.sameTerm || running === 'completed' || running === 'approved') return 'ALREADY_RENEWED'
  const decision = decideRenewal(facts, terms.day, numbers)
  if ('refused' in decision) return decision.refused
  if (running !== 'draft' && running !== 'checking') return 'IN_REVIEW'
  const checkOut = decideCheckOut(facts.draft, terms)
  // A box confirmed at checkout is not asked again when the pay box stays open past midnight.
  if ('refused' in checkOut && checkOut.refused !== 'STILL_TRUE_NEEDED') return checkOut.refused
  const waiverMatters = facts.waiver !== null && isLate(facts.expiresOn, terms.day)
  return waiverMatters && !isUsable(facts.waiver, terms.day) ? 'WAIVER_ENDED' : null
}
