/** All in machine time (architecture 6): a moved program clock logs nobody out. */
export const idleMs = 20 * 60_000
/** However busy: a day's work, not a week's. */
export const longestMs = 10 * 60 * 60_000
/** A token older than this is renewed at its next use, so that lost rights are lost within a minute. */
export const freshMs = 50_000
/** A token this near to its end might not survive the way to the service. */
export const marginMs = 10_000

export interface Life {
  readonly touchedAt: Date
  readonly endsAt: Date
}

export function idleLeft(life: Life, now: Date): number {
  const idle = life.touchedAt.getTime() + idleMs - now.getTime()
  const whole = life.endsAt.getTime() - now.getTime()
  return Math.max(0, Math.ceil(Math.min(idle, whole) / 1000))
}

export function isOver(life: Life, now: Date): boolean {
  return idleLeft(life, now) === 0
}
