import { setTimeout as delay } from 'node:timers/promises'

/** Asks until there is an answer; waits for facts, never for time. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  what: string,
  limitMs = 30_000,
): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`)
    await delay(10)
  }
}
