import {
  addDays,
  at,
  compare,
  dateOf,
  daysBetween,
  type CivilDate,
} from '@peercert/chassis/civil-date'
import type { MovableClock } from '@peercert/chassis/clock'
import type { RunningService } from '@peercert/chassis/service'

export interface Moved {
  readonly now: string
  /** Civil days whose jobs ran on the way. */
  readonly days: number
}

/** How long all services may take to become quiet after one day's jobs. */
const patienceMs = 10 * 60_000

/**
 * Moves program time (architecture 6). Forward, each civil day's jobs run in turn as if the days had passed,
 * and the answer comes when jobs, outboxes and due mail have settled. Back, nothing is undone and nothing runs again.
 */
export class ProgramTime {
  readonly #clock: MovableClock
  readonly #services: readonly RunningService[]
  readonly #remember: (offsetMs: number) => void
  #busy: Promise<unknown> = Promise.resolve()

  constructor(
    clock: MovableClock,
    services: readonly RunningService[],
    remember: (offsetMs: number) => void,
  ) {
    this.#clock = clock
    this.#services = services
    this.#remember = remember
  }

  now(): Date {
    return this.#clock.now()
  }

  /** One move at a time: a second one waits for the first. */
  moveTo(target: Date): Promise<Moved> {
    const moved = this.#busy.then(() => this.#move(target))
    this.#busy = moved.catch(() => undefined)
    return moved
  }

  async #move(target: Date): Promise<Moved> {
    const days = this.#jobDays(target)
    for (const day of days) {
      this.#set(at(day, 6))
      await Promise.all(this.#services.map((service) => service.runJobs(day)))
      await this.settle()
    }
    this.#set(target)
    await this.settle()
    return { now: this.#clock.now().toISOString(), days: days.length }
  }

  /** The civil days whose 06:00 lies after now and not after the target. */
  #jobDays(target: Date): CivilDate[] {
    const now = this.#clock.now()
    if (target <= now) return []
    const first = dateOf(now)
    const count = daysBetween(first, dateOf(target))
    return Array.from({ length: count + 1 }, (_, index) => addDays(first, index)).filter(
      (day) => at(day, 6) > now && at(day, 6) <= target && compare(day, first) >= 0,
    )
  }

  #set(instant: Date) {
    this.#clock.moveTo(instant)
    this.#remember(this.#clock.offsetMs)
  }

  /** Quiet means: everybody said so twice in a row, for one service's last word may be another's first. */
  async settle(): Promise<void> {
    const until = performance.now() + patienceMs
    for (let quiet = 0; quiet < 2;) {
      const states = await Promise.all(this.#services.map((service) => service.settled()))
      quiet = states.every(Boolean) ? quiet + 1 : 0
      if (performance.now() > until) {
        const loud = this.#services
          .filter((_, index) => !states[index])
          .map((service) => service.name)
        throw new Error(`not settled after ten minutes: ${loud.join(', ')}`)
      }
      if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, quiet === 0 ? 15 : 1))
    }
  }
}
