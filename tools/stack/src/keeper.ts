import type { Unit } from './unit.ts'

/** `waiting`: it died, and is started again after a pause. `down`: somebody wished so. */
export type State = 'starting' | 'up' | 'waiting' | 'down'

/** What one line of the status says. */
export interface Status {
  readonly name: string
  readonly pid: number | null
  readonly url: string | null
  readonly health: string | null
  readonly log: string
  readonly state: State
  /** How often it died unasked and was started again. */
  readonly restarts: number
  /** How often somebody killed it. */
  readonly kills: number
}

const firstPauseMs = 250
const longestPauseMs = 10_000
/** After so long a life the next death is the first one again. */
const healthyMs = 60_000

/** Keeps one process alive: what dies unasked is started again, with back-off. */
export class Kept {
  readonly unit: Unit
  readonly #tell: (line: string) => void
  #state: State = 'down'
  #restarts = 0
  #kills = 0
  /** Deaths in a row. */
  #deaths = 0
  #upSince = 0
  #pause: NodeJS.Timeout | undefined
  #starting: Promise<void> | undefined

  constructor(unit: Unit, tell: (line: string) => void) {
    this.unit = unit
    this.#tell = tell
  }

  get state(): State {
    return this.#state
  }

  status(): Status {
    const { name, url, health, log } = this.unit
    const pid = this.unit.pid() ?? null
    const counts = { restarts: this.#restarts, kills: this.#kills }
    return { name, pid, url, health, log, state: this.#state, ...counts }
  }

  /** Resolves when it does its work. Already up: nothing happens. */
  async start(): Promise<void> {
    if (this.#state === 'up') return
    clearTimeout(this.#pause)
    await (this.#starting ?? this.#begin())
  }

  /** SIGKILL. It stays down until somebody starts it; with `restart` it starts again at once. */
  async kill({ restart = false } = {}): Promise<void> {
    await this.#end(() => this.unit.kill())
    this.#kills += 1
    if (restart) this.#begin().catch(() => {})
  }

  async stop(): Promise<void> {
    await this.#end(() => this.unit.stop())
  }

  /** Freezes or thaws it: it is there, and does nothing. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.unit.signal(signal)
  }

  /** Looks whether it is still there. */
  check(): void {
    if (this.#state !== 'up' || this.unit.pid() !== undefined) return
    this.#restarts += 1
    this.#again('ended by itself')
  }

  async #begin(): Promise<void> {
    this.#state = 'starting'
    const starting = this.unit.start()
    this.#starting = starting
    try {
      await starting
      this.#upSince = performance.now()
      if (this.#state === 'starting') this.#state = 'up'
    } catch (error) {
      if (this.#state === 'starting') this.#again(error instanceof Error ? error.message : 'failed')
      throw error
    } finally {
      if (this.#starting === starting) this.#starting = undefined
    }
  }

  #again(why: string) {
    if (performance.now() - this.#upSince > healthyMs) this.#deaths = 0
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#deaths)
    this.#deaths += 1
    this.#state = 'waiting'
    this.#tell(`${this.unit.name} ${why}; started again in ${pause} ms`)
    this.#pause = setTimeout(() => void this.#begin().catch(() => {}), pause)
  }

  /** Whatever it is about to do, it will not: down first, so that its end is no surprise. */
  async #end(how: () => Promise<void>): Promise<void> {
    clearTimeout(this.#pause)
    this.#state = 'down'
    await how()
    await this.#starting?.catch(() => {})
    // It was about to be born when it should have died.
    if (this.unit.pid() !== undefined) await how()
    this.#state = 'down'
  }
}

/** All processes of a stack, in the order in which they were started. */
export class Keeper {
  readonly #all: Kept[] = []
  readonly #tell: (line: string) => void
  readonly #watch: NodeJS.Timeout
  readonly #noted: () => void

  /** `changed` is called when the set of process ids has changed. */
  constructor(tell: (line: string) => void, changed: (statuses: readonly Status[]) => void) {
    this.#tell = tell
    let before = ''
    this.#noted = () => {
      const statuses = this.statuses()
      const now = statuses.map(({ pid }) => pid).join()
      if (now !== before) changed(statuses)
      before = now
    }
    this.#watch = setInterval(() => {
      for (const kept of this.#all) kept.check()
      this.#noted()
    }, 100)
  }

  /** Starts it for the first time; one that cannot start the first time is not tried again. */
  async add(unit: Unit): Promise<Kept> {
    const kept = new Kept(unit, this.#tell)
    this.#all.push(kept)
    try {
      await kept.start()
    } catch (error) {
      await kept.stop()
      throw error
    }
    this.#noted()
    return kept
  }

  find(name: string): Kept | undefined {
    return this.#all.find(({ unit }) => unit.name === name)
  }

  statuses(): Status[] {
    return this.#all.map((kept) => kept.status())
  }

  /** Those that the test picks, side by side. */
  async stop(picked: (name: string) => boolean): Promise<void> {
    await Promise.all(this.#all.filter(({ unit }) => picked(unit.name)).map((kept) => kept.stop()))
    this.#noted()
  }

  close(): void {
    clearInterval(this.#watch)
  }
}
