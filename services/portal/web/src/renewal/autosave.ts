import { isFault, NoAnswer } from '../api/problem.ts'

/** Where the last entries are: on the server, on their way, or only in this page. */
export type SaveState =
  | { readonly kind: 'clean' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting'; readonly why: 'no-connection' | 'fault' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly error: unknown }

export interface AutosaveOptions<Change extends object> {
  readonly save: (change: Change) => Promise<void>
  /** Other text came from another window; a person must choose. */
  readonly isConflict: (error: unknown) => boolean
  readonly delayMs?: number
  readonly retryMs?: readonly number[]
}

const usualRetries = [2_000, 4_000, 8_000, 15_000] as const

/** Saves field by field, one request at a time, and keeps trying: in this page, never on the disk. */
export class Autosave<Change extends object> {
  readonly #options: AutosaveOptions<Change>
  readonly #heard = new Set<() => void>()
  #pending: Change | null = null
  #onItsWay: Change | null = null
  #sending: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #attempt = 0
  #state: SaveState = { kind: 'clean' }

  constructor(options: AutosaveOptions<Change>) {
    this.#options = options
  }

  put(change: Change): void {
    this.#pending = mergeChange(this.#pending, change)
    this.#become(this.#state)
    const { kind } = this.#state
    if (kind !== 'conflict' && kind !== 'waiting') this.#later(this.#options.delayMs ?? 500)
  }

  /** Sends what waits; true when everything is saved. */
  async flush(): Promise<boolean> {
    await this.#run()
    const { kind } = this.#state
    return this.#pending === null && (kind === 'saved' || kind === 'clean')
  }

  /** After a conflict: what is to be sent of what was entered here. */
  settle(kept: Change | null): Promise<boolean> {
    this.#pending = kept
    this.#become({ kind: kept ? 'saving' : 'saved' })
    return this.flush()
  }

  retryNow(): void {
    if (this.#state.kind === 'waiting') void this.#run()
  }

  /** What is entered and not yet saved, on its way or waiting. */
  unsaved = (): Change | null => mergeChange(this.#onItsWay, this.#pending)

  state = (): SaveState => this.#state

  subscribe = (tell: () => void): (() => void) => {
    this.#heard.add(tell)
    return () => this.#heard.delete(tell)
  }

  #become(state: SaveState): void {
    this.#state = state
    for (const tell of this.#heard) tell()
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#run(), ms)
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer)
    while (this.#sending) await this.#sending
    if (!this.#pending || this.#state.kind === 'conflict') return
    const change = this.#pending
    this.#pending = null
    this.#sending = this.#send(change)
    await this.#sending
    this.#sending = null
    // Typed while the request was on its way.
    if (this.unsaved() && this.state().kind === 'saving') await this.#run()
  }

  async #send(change: Change): Promise<void> {
    this.#onItsWay = change
    this.#become({ kind: 'saving' })
    try {
      await this.#options.save(change)
      this.#onItsWay = null
      this.#attempt = 0
      this.#become({ kind: this.#pending ? 'saving' : 'saved' })
    } catch (error) {
      this.#onItsWay = null
      // What was typed since then is newer than what did not arrive.
      this.#pending = mergeChange(change, this.#pending)
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (this.#options.isConflict(error)) return this.#become({ kind: 'conflict' })
    if (!isFault(error)) {
      this.#pending = null
      return this.#become({ kind: 'refused', error })
    }
    this.#become({ kind: 'waiting', why: error instanceof NoAnswer ? 'no-connection' : 'fault' })
    const waits = this.#options.retryMs ?? usualRetries
    this.#later(waits[Math.min(this.#attempt++, waits.length - 1)] ?? 15_000)
  }
}

/** Later entries win, field by field, also inside a field that is a group. */
export function mergeChange<Change extends object>(
  earlier: Change | null,
  later: Change | null,
): Change | null {
  if (!earlier || !later) return later ?? earlier
  const merged = { ...earlier } as Record<string, unknown>
  for (const [field, value] of Object.entries(later)) {
    const before = merged[field]
    const groups = isGroup(before) && isGroup(value)
    merged[field] = groups ? { ...before, ...value } : value
  }
  return merged as Change
}

const isGroup = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
