import { type problems, refuse } from '../problems.ts'
import type { Refused, StartRefusal } from '../rules/renewal.ts'

/** The name under which a reason of REN-19 is answered. */
const names: Readonly<Record<StartRefusal, keyof typeof problems>> = {
  WINDOW_NOT_OPEN: 'window-not-open',
  NOT_IN_GOOD_STANDING: 'not-in-good-standing',
  ALREADY_RENEWED: 'already-renewed',
  TOO_LATE: 'too-late',
  IN_REVIEW: 'in-review',
}

export function refuseRenewal(decision: Refused) {
  return refuse(names[decision.refused], {
    ...(decision.opensOn && { opensOn: decision.opensOn }),
    ...(decision.status && { certificationStatus: decision.status }),
  })
}
