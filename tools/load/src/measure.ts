import { isBuilt, requireGo } from '@peercert/stack/provision/go'
import { MissingPart } from '@peercert/stack/provision/missing'
import { demoPassword } from '@peercert/local/people'
import { failures } from './column.ts'
import { k6 } from './k6-program.ts'
import type { RushResult } from './rush.ts'
import { runK6 } from './run-k6.ts'
import { openSite, type SiteOptions } from './site.ts'

export interface Measured {
  readonly result: RushResult
  /** Why the run fails; nothing when it does not. */
  readonly failed: readonly string[]
  readonly said: readonly string[]
}

/** What the load generator needs that this machine does not have: a line, or nothing. */
export async function missingForLoad(): Promise<string | undefined> {
  if (isBuilt(k6)) return undefined
  return requireGo().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof MissingPart) return error.message
      throw error
    },
  )
}

/** The rush on a stack, and what it shows. */
export async function measureRush(
  options: SiteOptions & { readonly seconds: number },
): Promise<Measured> {
  const { seconds, report } = options
  // A third, so that what is compiled at its first use is compiled; a minute is as long as the plan says.
  const warmUpSeconds = Math.min(60, Math.max(5, Math.round(seconds / 3)))
  const site = await openSite(options)
  try {
    const before = await site.restarts()
    const people = site.crowd.map(({ email, language }) => ({ email, language }))
    const whole = 2 * (seconds + warmUpSeconds)
    report(
      `${people.length} people log in, then ${whole} s of load, of which ${2 * seconds} count…`,
    )
    const order = { portal: site.portal, people, password: demoPassword, seconds, warmUpSeconds }
    const { result, said } = await runK6(order)
    const after = await site.restarts()
    const died = [...after].flatMap(([name, count]) =>
      count > (before.get(name) ?? 0) ? name : [],
    )
    return { result, said, failed: failures(result, { seconds, died }) }
  } finally {
    await site.close()
  }
}
