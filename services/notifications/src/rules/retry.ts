/** When a mail that was put off is tried again. Machine time. */
export interface Patience {
  readonly firstMs: number
  /** After this long in all, it has failed. */
  readonly forMs: number
}

const longestMs = 3_600_000

/** The pause after so many tries, or nothing when it is time to give up. It doubles up to an hour. */
export function pauseAfter(attempts: number, { firstMs, forMs }: Patience): number | undefined {
  let waited = 0
  let pause = firstMs
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    waited += pause
    if (waited >= forMs) return undefined
    pause = Math.min(pause * 2, Math.max(longestMs, firstMs))
  }
  return pause
}
