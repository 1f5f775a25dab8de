import { type Day, dayOf } from './calendar.ts'
import { sameName } from './name.ts'
import { isLate } from './window.ts'

export interface Signed {
  readonly at: Date
  readonly typedName: string
  readonly codeVersion: string
  readonly attestationVersion: string | null
}

/** What must hold for a signature on the day it is to be used. */
export interface SigningTerms {
  readonly day: Day
  readonly expiresOn: Day
  readonly certifiedName: string
  readonly codeVersion: string
  readonly attestationVersion: string
}

export type SignAgain = 'expired-since' | 'code-changed' | 'name-changed'

/** Why a signature no longer stands, if so: expiration in between, a changed text (REN-26), a changed name. */
export function whySignAgain(signed: Signed, terms: SigningTerms): SignAgain | null {
  const lapsed = isLate(terms.expiresOn, terms.day) && !isLate(terms.expiresOn, dayOf(signed.at))
  if (lapsed) return 'expired-since'
  if (
    signed.codeVersion !== terms.codeVersion ||
    signed.attestationVersion !== terms.attestationVersion
  )
    return 'code-changed'
  return sameName(signed.typedName, terms.certifiedName) ? null : 'name-changed'
}

/** Signed on an earlier day: one box asks whether the answers are still true, once a day. */
export function needsStillTrue(signed: Signed, stillTrueOn: Day | null, day: Day): boolean {
  return dayOf(signed.at) < day && (stillTrueOn === null || stillTrueOn < day)
}
