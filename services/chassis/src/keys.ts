import type { JWK } from 'jose'

export interface KeyCache {
  /** The key, undefined when the key address answers and does not have it. */
  find(kid: string): Promise<JWK | undefined>
  /** Begins to load, so that the first caller need not wait; a failure is for later. */
  warm(): void
}

/** Keys cannot be had now; the token is neither good nor bad. */
export class KeysUnavailable extends Error {
  constructor(reason: string) {
    super(`keys cannot be loaded: ${reason}`)
    this.name = 'KeysUnavailable'
  }
}

export interface KeyCacheOptions {
  readonly url: string
  /** The longest a caller waits; a fetch that takes longer goes on for those who come later. */
  readonly waitMs: number
  /** Time limit of the fetch itself. */
  readonly timeoutMs?: number
  /** How long an answered "no such key" stands. */
  readonly forgetMs?: number
  /** Keys older than this are asked for again in the background, at their next use. */
  readonly refreshMs?: number
}

/**
 * The one key fetch of ours, for both libraries. Known keys outlive an outage; the first sight of a
 * new kid always fetches; one fetch is in flight at a time. A key that was published a while before
 * it signs is known by then, so that an orderly rotation makes nobody wait; one that was taken back
 * is forgotten.
 */
export function keyCache(options: KeyCacheOptions): KeyCache {
  const { url, waitMs, timeoutMs = 3_000, forgetMs = 10_000, refreshMs = 60_000 } = options
  const absent = new Map<string, number>()
  let keys = new Map<string, JWK>()
  let inFlight: Promise<void> | undefined
  /** Of the last try, whatever came of it: a silent address is not asked with every request. */
  let asked = 0

  const load = (): Promise<void> => {
    asked = Date.now()
    inFlight ??= loadKeys(url, timeoutMs)
      .then((loaded) => {
        keys = loaded
      })
      .finally(() => {
        inFlight = undefined
      })
    return inFlight
  }
  const look = async (kid: string): Promise<JWK | undefined> => {
    // A fetch that began before this kid was seen may miss it: its answer counts only as a yes.
    if (inFlight) await inFlight
    if (!keys.has(kid)) await load()
    const found = keys.get(kid)
    if (!found) remember(absent, kid)
    return found
  }

  return {
    warm: () => void load().catch(() => {}),
    async find(kid) {
      const known = keys.get(kid)
      if (known && Date.now() - asked > refreshMs) void load().catch(() => {})
      if (known) return known
      const since = absent.get(kid)
      if (since !== undefined && Date.now() - since < forgetMs) return undefined
      return within(waitMs, look(kid))
    },
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new KeysUnavailable('no answer yet')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // Whoever asked has gone; a failure that comes later is nobody's any more.
    work.catch(() => {})
  }
}

/** Bounded: an attacker may invent any number of kids. */
function remember(absent: Map<string, number>, kid: string): void {
  if (absent.size >= 1_000) absent.clear()
  absent.set(kid, Date.now())
}

async function loadKeys(url: string, timeoutMs: number): Promise<Map<string, JWK>> {
  const body = await read(url, timeoutMs)
  const list = (body as { keys?: unknown } | null)?.keys
  if (!Array.isArray(list)) throw new KeysUnavailable('the answer holds no keys')
  const signing = (list as JWK[]).filter(
    (key) => key?.kty === 'RSA' && typeof key.kid === 'string' && (key.use ?? 'sig') === 'sig',
  )
  // A realm without a key is a server in trouble; what it said before goes on counting.
  if (signing.length === 0) throw new KeysUnavailable('the answer holds no key that signs')
  return new Map(signing.map((key) => [key.kid as string, key]))
}

async function read(url: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return await response.json()
  } catch (error) {
    throw new KeysUnavailable(error instanceof Error ? error.message : 'no answer')
  }
}
