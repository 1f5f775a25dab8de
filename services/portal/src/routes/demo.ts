import { Problem } from '@peercert/chassis/problem'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'

/** A whole two-year life may run before the clock answers. */
const limitMs = 15 * 60_000

/** Only where a demo is configured; production configuration has none, so there it is not found. */
export const demoRoutes: Pick<Routes, 'getDemo' | 'putDemoClock'> = {
  async getDemo(_call, deps) {
    const base = demoOf(deps)
    const answer = await ask(base, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    const known = answer?.ok ? ((await answer.json()) as Record<string, unknown>) : {}
    const mailUrl = deps.config.mailUrl ?? null
    return { status: 200, body: { ...known, today: deps.clock.today(), mailUrl } }
  },
  async putDemoClock({ body }, deps) {
    const answer = await ask(`${demoOf(deps)}/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(limitMs),
    })
    if (answer.ok) return { status: 200, body: (await answer.json()) as Record<string, unknown> }
    throw answer.status >= 500 ? new Problem('unavailable') : refuse('demo-refused')
  },
}

function demoOf({ config }: Deps): string {
  if (!config.demoUrl) throw new Problem('not-found')
  return config.demoUrl
}

function ask(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init).catch(() => {
    throw new Problem('unavailable', { retryAfter: 5 })
  })
}
