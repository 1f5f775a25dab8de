/** Per person and per certification, so that neither guessing nor flooding a mailbox pays. */
export const claimsPerHour = 5
export const codesPerHour = 3

export interface ClaimFacts {
  /** Number and name are those of one account. */
  readonly matches: boolean
  /** Another sign-in already leads to that account. */
  readonly joined: boolean
  /** The asking sign-in leads to an empty account, so it may move. */
  readonly free: boolean
  /** Codes that went to this account within the last hour. */
  readonly codesSent: number
}

/** Nobody who asks can tell these three apart. */
export type ClaimDecision = 'send' | 'staff' | 'nothing'

/** A certification with a log-in, or a person with a certification, is for staff (ACC-11). */
export function decideClaim(claim: ClaimFacts): ClaimDecision {
  if (!claim.matches) return 'nothing'
  if (claim.joined || !claim.free) return 'staff'
  return claim.codesSent < codesPerHour ? 'send' : 'nothing'
}

export function hourBefore(machineNow: Date): Date {
  return new Date(machineNow.getTime() - 3_600_000)
}
