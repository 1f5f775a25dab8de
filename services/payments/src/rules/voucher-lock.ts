/** After five wrong codes in fifteen minutes the field locks for fifteen minutes, per person (WVR-15). */
export interface LockLimit {
  readonly codes: number
  readonly minutes: number
}

/** Until when the field is locked; wrong codes are not counted while it is. */
export function lockedUntil(
  wrongAt: readonly Date[],
  now: Date,
  { codes, minutes }: LockLimit,
): Date | undefined {
  const span = minutes * 60_000
  const times = wrongAt.map((at) => at.getTime()).sort((a, b) => a - b)
  const ends = times
    .filter((time, i) => i >= codes - 1 && time - (times[i - codes + 1] ?? 0) < span)
    .map((time) => time + span)
  const last = ends.at(-1)
  return last !== undefined && last > now.getTime() ? new Date(last) : undefined
}

/** Wrong codes older than this can no longer matter. */
export function oldestThatCounts(now: Date, { minutes }: LockLimit): Date {
  return new Date(now.getTime() - 2 * minutes * 60_000)
}
