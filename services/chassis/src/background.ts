import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from './log.ts'

export interface LoopOptions {
  readonly name: string
  /** Machine time between two runs. */
  readonly everyMs: number
  /** True asks for the next run at once: there is more to do. */
  run(signal: AbortSignal): Promise<boolean | void>
}

export interface Loop {
  readonly name: string
  start(log: Log): void
  /** True while it waits after a failure. */
  readonly resting: boolean
  /** Runs as soon as the run in hand is over; after a failure its pause is kept. */
  nudge(): void
  /** Resolves when the run in hand is over. */
  stop(): Promise<void>
}

const maxBackOffMs = 10_000

/** Work that repeats on machine time: never two runs at once, and a failure only slows it down. */
export function loop(options: LoopOptions): Loop {
  const ending = new AbortController()
  // Aborted by a nudge, also by one that comes while the run in hand is not over.
  let sleep = new AbortController()
  let running: Promise<void> | undefined

  let failures = 0

  // Whoever nudges does not know of the failure: without the pause, news that the failure itself
  // causes would drive it round and round.
  const rest = async (ms: number) => {
    const signal = failures > 0 ? ending.signal : sleep.signal
    if (!ending.signal.aborted) await delay(ms, undefined, { signal, ref: false }).catch(() => {})
    if (sleep.signal.aborted) sleep = new AbortController()
  }

  const cycle = async (log: Log) => {
    while (!ending.signal.aborted) {
      const more = await options.run(ending.signal).then(
        (result) => {
          failures = 0
          return result === true
        },
        (error: unknown) => {
          failures += 1
          if (!ending.signal.aborted) log.error({ err: error, loop: options.name }, 'loop failed')
          return false
        },
      )
      if (more) continue
      const backOff = Math.min(maxBackOffMs, options.everyMs * 2 ** failures)
      await rest(failures > 0 ? Math.max(backOff, 250) : options.everyMs)
    }
  }

  return {
    name: options.name,
    get resting() {
      return failures > 0
    },
    start(log) {
      running ??= cycle(log)
    },
    nudge() {
      // Each abort makes an error with a stack, and nudges come by the hundred.
      if (!sleep.signal.aborted) sleep.abort()
    },
    async stop() {
      ending.abort()
      sleep.abort()
      await running
    },
  }
}
