/** Whether to send people to the processor at all. Kept in memory: each replica learns for itself. */
export interface Circuit {
  readonly failures: number
  readonly lastFailureAt: Date | null
}

export interface CircuitLimit {
  readonly failures: number
  /** After this long without a try, one may try again. */
  readonly restMs: number
}

export const closed: Circuit = { failures: 0, lastFailureAt: null }

export function afterFailure(circuit: Circuit, at: Date): Circuit {
  return { failures: circuit.failures + 1, lastFailureAt: at }
}

/** True after several failures in a row, until the rest is over. */
export function isDown(
  { failures, lastFailureAt }: Circuit,
  now: Date,
  limit: CircuitLimit,
): boolean {
  if (failures < limit.failures || lastFailureAt === null) return false
  return now.getTime() - lastFailureAt.getTime() < limit.restMs
}
