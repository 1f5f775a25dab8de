import {
  addDays,
  at,
  compare,
  dateOf,
  daysBetween,
  type CivilDate,
} from '@peercert/chassis/civil-date'

export interface Moved {
  readonly now: string
  /** Civil days whose jobs ran on the way. */
  readonly days: number
}

/** Where program time is kept; whoever follows it has been told when a move resolves. */
export interface KeptClock {
  readonly offsetMs: number
  now(): Date
  moveTo(instant: Date): Promise<void> | void
  /** More than the instant, for those who follow. */
  said?(): { readonly now: string }
}

/** Whose jobs run on the way, and who says when it is quiet. */
export interface SettlingService {
  readonly name: string
  runJobs(day: CivilDate): Promise<void>
  settled(): Promise<boolean>
}

/** How long all services may take to become quiet after one day's jobs. */
const patienceMs = 10 * 60_000

/**
 * Moves program time (architecture 6). Forward, each civil day's jobs run in turn as if the days had passed,
 * and the answer comes when jobs, outboxes and due mail have settled. Back, nothing is undone and nothing runs again.
 */
export class ProgramTime {
  readonly #clock: KeptClock
  readonly #services: readonly SettlingService[]
  readonly #remember: (offsetMs: number) => void
  /** At least so long between two questions whether it is quiet. */
  readonly #pauseMs: number
  #busy: Promise<unknown> = Promise.resolve()

  constructor(
    clock: KeptClock,
    services: readonly SettlingService[],
    remember: (offsetMs: number) => void,
    pauseMs = 15,
  ) {
    this.#pauseMs = pauseMs
    this.#clock = clock
    this.#services = services
    this.#remember = remember
  }

  now(): Date {
    return this.#clock.now()
  }

  /** What the control says of program time. */
  said(): { readonly now: string } {
    return this.#clock.said?.() ?? { now: this.now().toISOString() }
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
      await this.#set(at(day, 6))
      await Promise.all(this.#services.map((service) => service.runJobs(day)))
      await this.settle()
    }
    await this.#set(target)
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

  async #set(instant: Date) {
    await this.#clock.moveTo(instant)
    this.#remember(this.#clock.offsetMs)
  }

  /** Quiet means: everybody said so twice in a row, for one service's last word may be another's first. */
  async settle(): Promise<void> {
    const began = performance.now()
    for (let quiet = 0; quiet < 2;) {
      const states = await Promise.all(this.#services.map((service) => service.settled()))
      quiet = states.every(Boolean) ? quiet + 1 : 0
      const waitedMs = performance.now() - began
      if (waitedMs > patienceMs) {
        const loud = this.#services
          .filter((_, index) => !states[index])
          .map((service) => service.name)
        throw new Error(`not settled after ten minutes: ${loud.join(', ')}`)
      }
      // Answering is work, too: what takes long is asked about less often.
      const pauseMs = quiet === 0 ? Math.max(this.#pauseMs, Math.min(waitedMs / 4, 1_000)) : 1
      if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
