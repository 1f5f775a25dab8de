import type { JWK } from 'jose'

export interface KeyCache {
  /** The key, undefined when the key address answers and does not have it. */
  find(kid: string): Promise<JWK | undefined>
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
  readonly timeoutMs: number
  /** How long an answered "no such key" stands. */
  readonly forgetMs?: number
  readonly fetch?: typeof fetch
}

/**
 * The one key fetch of ours, for both libraries. Known keys outlive an outage; the first sight of a
 * new kid always fetches; one fetch is in flight at a time.
 */
export function keyCache(options: KeyCacheOptions): KeyCache {
  const { url, timeoutMs, forgetMs = 10_000 } = options
  const request = options.fetch ?? fetch
  let keys = new Map<string, JWK>()
  const absent = new Map<string, number>()
  let inFlight: Promise<void> | undefined

  const load = () => {
    inFlight ??= loadKeys(request, url, timeoutMs)
      .then((loaded) => {
        keys = loaded
      })
      .finally(() => {
        inFlight = undefined
      })
    return inFlight
  }

  return {
    async find(kid) {
      const known = keys.get(kid)
      if (known) return known
      const since = absent.get(kid)
      if (since !== undefined && Date.now() - since < forgetMs) return undefined
      // A fetch that began before this kid was seen may miss it: its answer counts only as a yes.
      if (inFlight) {
        await inFlight
        const arrived = keys.get(kid)
        if (arrived) return arrived
      }
      await load()
      const found = keys.get(kid)
      if (!found) remember(absent, kid)
      return found
    },
  }
}

/** Bounded: an attacker may invent any number of kids. */
function remember(absent: Map<string, number>, kid: string): void {
  if (absent.size >= 1_000) absent.clear()
  absent.set(kid, Date.now())
}

async function loadKeys(
  request: typeof fetch,
  url: string,
  timeoutMs: number,
): Promise<Map<string, JWK>> {
  const body = await read(request, url, timeoutMs)
  const list = (body as { keys?: unknown } | null)?.keys
  if (!Array.isArray(list)) throw new KeysUnavailable('the answer holds no keys')
  const signing = (list as JWK[]).filter(
    (key) => key?.kty === 'RSA' && typeof key.kid === 'string' && (key.use ?? 'sig') === 'sig',
  )
  return new Map(signing.map((key) => [key.kid as string, key]))
}

async function read(request: typeof fetch, url: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await request(url, {
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
