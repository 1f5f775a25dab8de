import { setTimeout as delay } from 'node:timers/promises'
import type { CivilDate } from '@peercert/chassis/civil-date'
import { movableClock, type MovableClock } from '@peercert/chassis/clock'
import type { KeptClock, SettlingService } from '@peercert/local/program-time'
import type { Kept } from './keeper.ts'

/** A service process as program time sees it. */
export interface FleetMember {
  readonly name: string
  readonly url: string
  readonly kept: Pick<Kept, 'state'>
}

/** Program time of all service processes at once: kept here, told to each, asked by each that starts. */
export class FleetClock implements KeptClock {
  readonly #clock: MovableClock
  readonly #secret: string
  readonly #members: FleetMember[] = []
  #revision = 0

  constructor(offsetMs: number, secret: string) {
    this.#clock = movableClock(offsetMs)
    this.#secret = secret
  }

  get offsetMs(): number {
    return this.#clock.offsetMs
  }

  now(): Date {
    return this.#clock.now()
  }

  /** What a service that starts is told. */
  said() {
    const { offsetMs } = this
    return { now: this.now().toISOString(), offsetMs, revision: this.#revision }
  }

  async moveTo(instant: Date): Promise<void> {
    this.#clock.moveTo(instant)
    this.#revision += 1
    const { offsetMs, revision } = this.said()
    const told = { method: 'PUT', body: { offsetMs, revision } }
    await Promise.all(this.#members.map((member) => this.#ask(member, '', told)))
  }

  /** From now on it is told; answers how program time waits for it. */
  join(member: FleetMember): SettlingService {
    this.#members.push(member)
    const run = (day: CivilDate) => ({ method: 'POST', body: { day } })
    return {
      name: member.name,
      runJobs: async (day) => void (await this.#ask(member, '/jobs', run(day))),
      settled: async () => {
        const answer = await this.#ask(member, '/settled', { method: 'GET' })
        // Whoever was stopped on purpose holds up nobody: it catches up when it starts.
        return answer === undefined || ((await answer.json()) as { settled: boolean }).settled
      },
    }
  }

  /** Until it answers. A process that died is waited for; one that was stopped is not: undefined. */
  async #ask(
    { name, url, kept }: FleetMember,
    path: string,
    { method, body }: { method: string; body?: object },
  ): Promise<Response | undefined> {
    for (;;) {
      if (kept.state === 'down') return undefined
      const answer = await fetch(`${url}/program-time${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.#secret}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }).catch(() => undefined)
      if (answer?.ok) return answer
      // Not of its process being away: the service refuses, and will refuse again.
      if (answer && answer.status < 500)
        throw new Error(`${name} answered ${answer.status} about program time`)
      await answer?.body?.cancel()
      await delay(200)
    }
  }
}
