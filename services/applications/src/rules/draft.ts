import { type Day, dayOf } from './calendar.ts'
import type { Missing } from './attestation.ts'
import {
  needsStillTrue,
  type SignAgain,
  type Signed,
  type SigningTerms,
  whySignAgain,
} from './signature.ts'
import { isLate } from './window.ts'

export type Part = 'information' | 'ethics' | 'attestation' | 'pay'

export interface Draft {
  readonly informationReviewed: boolean
  readonly codeRead: { readonly version: string; readonly at: Date } | null
  readonly signed: Signed | null
  readonly stillTrueOn: Day | null
}

/** The first part that is not done, in the order of the form (REN-6). */
export function nextPart(draft: Draft, terms: SigningTerms): Part {
  if (!draft.informationReviewed) return 'information'
  const again = draft.signed && whySignAgain(draft.signed, terms)
  if (draft.signed && !again) return 'pay'
  return isRead(draft.codeRead, terms) ? 'attestation' : 'ethics'
}

/** The Code was read in the version in force (REN-26), and after the certification expired when it has. */
function isRead(read: Draft['codeRead'], terms: SigningTerms): boolean {
  if (!read || read.version !== terms.codeVersion) return false
  return !isLate(terms.expiresOn, terms.day) || isLate(terms.expiresOn, dayOf(read.at))
}

export type CheckOut =
  | { readonly ready: true }
  | { readonly refused: 'ATTESTATION_INCOMPLETE'; readonly missing: readonly Missing[] }
  | { readonly refused: 'ETHICS_NOT_SIGNED' }
  | { readonly refused: 'SIGN_AGAIN'; readonly why: SignAgain }
  | { readonly refused: 'STILL_TRUE_NEEDED' }

/** Nothing may be paid for a form that is not whole (REN-6, PAY-1, WX-14). */
export function decideCheckOut(draft: Draft, terms: SigningTerms): CheckOut {
  if (!draft.informationReviewed)
    return {
      refused: 'ATTESTATION_INCOMPLETE',
      missing: [{ field: '/informationReviewed', reason: 'required' }],
    }
  if (!draft.signed) return { refused: 'ETHICS_NOT_SIGNED' }
  const why = whySignAgain(draft.signed, terms)
  if (why) return { refused: 'SIGN_AGAIN', why }
  if (needsStillTrue(draft.signed, draft.stillTrueOn, terms.day))
    return { refused: 'STILL_TRUE_NEEDED' }
  return { ready: true }
}
