/** Too many wrong passwords for one address close it for a while, whether or not it has an account. */
export interface Attempts {
  closed(key: string): boolean
  failed(key: string): void
  forget(key: string): void
}

const limit = 5
const pause = 15 * 60 * 1000

export function openAttempts(now: () => number): Attempts {
  const seen = new Map<string, { count: number; last: number }>()
  const recent = (key: string) => {
    const found = seen.get(key)
    if (found && now() - found.last < pause) return found
    seen.delete(key)
    return undefined
  }
  return {
    closed: (key) => (recent(key)?.count ?? 0) >= limit,
    failed(key) {
      seen.set(key, { count: (recent(key)?.count ?? 0) + 1, last: now() })
    },
    forget: (key) => seen.delete(key),
  }
}
