import { createHmac } from 'node:crypto'
import type { Journal } from '../journal.ts'

export interface BounceTarget {
  url: string
  secret: string
}

export interface Bounce {
  to: string
  messageId: string
  code: number
  reason: string
  at: string
}

const pauses = [1_000, 5_000, 30_000]

/** Tells the sender later that a letter came back. */
export class Bounces {
  #journal: Journal
  #target: BounceTarget | null
  #timers = new Set<NodeJS.Timeout>()

  constructor(journal: Journal, target: BounceTarget | null) {
    this.#journal = journal
    this.#target = target
  }

  setTarget(target: BounceTarget | null): void {
    this.#target = target
  }

  send(bounce: Bounce, afterMs: number): void {
    this.#later(afterMs, () => void this.#post(bounce, 0))
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#target = null
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    timer.unref()
    this.#timers.add(timer)
  }

  async #post(bounce: Bounce, attempt: number): Promise<void> {
    if (!this.#target) return
    const body = JSON.stringify(bounce)
    const mac = createHmac('sha256', this.#target.secret).update(body).digest('hex')
    const status = await fetch(this.#target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': `sha256=${mac}` },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    }).then(
      ({ status: answered }) => answered,
      () => 0,
    )
    this.#journal.write('bounce', { ...bounce, status, attempt: attempt + 1 })
    const pause = pauses[attempt]
    if ((status < 200 || status >= 300) && pause !== undefined)
      this.#later(pause, () => void this.#post(bounce, attempt + 1))
  }
}
