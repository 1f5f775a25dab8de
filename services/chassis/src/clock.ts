import { type CivilDate, dateOf } from './civil-date.ts'

/**
 * Program time decides dates, windows, fees, deadlines, jobs and what is printed.
 * Machine time decides leases, back-off, sessions and tokens. They may lie years apart.
 */
export interface Clock {
  /** Program time. */
  now(): Date
  /** The civil date of program time. */
  today(): CivilDate
  /** Machine time. */
  machine(): Date
}

export interface MovableClock extends Clock {
  readonly offsetMs: number
  moveTo(instant: Date): void
  /** Called after each move; answers how to stop listening. */
  onMove(listener: () => void): () => void
}

export function systemClock(): Clock {
  return clockOf(() => new Date())
}

/** Program time runs, shifted by an offset that somebody may change. */
export function movableClock(offsetMs = 0): MovableClock {
  let offset = offsetMs
  return movable(
    () => new Date(Date.now() + offset),
    (instant) => {
      offset = instant.getTime() - Date.now()
    },
  )
}

/** Program time stands still until it is moved; machine time runs. For tests. */
export function fixedClock(iso: string): MovableClock {
  let instant = parse(iso)
  return movable(
    () => new Date(instant),
    (next) => {
      instant = next.getTime()
    },
  )
}

function movable(now: () => Date, move: (instant: Date) => void): MovableClock {
  const listeners = new Set<() => void>()
  return {
    ...clockOf(now),
    get offsetMs() {
      return now().getTime() - Date.now()
    },
    moveTo(instant) {
      move(instant)
      for (const listener of listeners) listener()
    },
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function clockOf(now: () => Date): Clock {
  return { now, today: () => dateOf(now()), machine: () => new Date() }
}

function parse(iso: string): number {
  const instant = Date.parse(iso)
  if (Number.isNaN(instant)) throw new RangeError(`not an instant: ${iso}`)
  return instant
}
