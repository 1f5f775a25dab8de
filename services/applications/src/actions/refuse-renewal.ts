import { type problems, refuse } from '../problems.ts'
import type { RefusalCode, Refused } from '../rules/renewal.ts'

/** The name under which a reason of REN-19 is answered. */
const names: Readonly<Record<RefusalCode, keyof typeof problems>> = {
  WINDOW_NOT_OPEN: 'window-not-open',
  NOT_IN_GOOD_STANDING: 'not-in-good-standing',
  ALREADY_RENEWED: 'already-renewed',
  ATTESTATION_INCOMPLETE: 'attestation-incomplete',
  ETHICS_NOT_SIGNED: 'ethics-not-signed',
  PAYMENT_INCOMPLETE: 'no-draft',
  TOO_LATE: 'too-late',
  SIGN_AGAIN: 'sign-again',
  IN_REVIEW: 'in-review',
  WAIVER_ENDED: 'no-draft',
}

export function refuseRenewal(decision: Refused) {
  return refuse(names[decision.refused], {
    ...(decision.opensOn && { opensOn: decision.opensOn }),
    ...(decision.status && { certificationStatus: decision.status }),
  })
}
