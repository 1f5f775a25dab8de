/** The mail M-10: one for each renewal and civil day, 15 minutes after the last failed try, if still unpaid. */
export interface Failure {
  /** When we learned of it, machine time. */
  readonly at: Date
  /** The person was no longer waiting for the answer. */
  readonly personLeft: boolean
}

export function unpaidDue({ at, personLeft }: Failure, waitMs: number): Date {
  return personLeft ? at : new Date(at.getTime() + waitMs)
}
