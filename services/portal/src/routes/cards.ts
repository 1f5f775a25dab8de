import { servicesFor } from '../client/services.ts'
import type { Deps } from '../deps.ts'

const keptMs = 10_000
const known = new WeakMap<Deps, { until: number; answer: Promise<boolean> }>()

/** Whether card payments work now: on every page, so asked once in ten seconds and not for each. */
export function cardsWork(deps: Deps): Promise<boolean> {
  const now = deps.clock.machine().getTime()
  const held = known.get(deps)
  if (held && now < held.until) return held.answer
  const answer = servicesFor(deps.urls, null)
    .payments.GET('/pay-box', { signal: AbortSignal.timeout(1_500) })
    .then(({ data }) => data?.cardsWork ?? false)
    .catch(() => false)
  known.set(deps, { until: now + keptMs, answer })
  return answer
}
