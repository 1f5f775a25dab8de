import { demoPassword } from '@peercert/local/people'
import { failures } from './column.ts'
import type { RushResult, Someone } from './rush.ts'
import { runK6 } from './run-k6.ts'
import { openSite, type SiteOptions } from './site.ts'

export interface Measured {
  readonly result: RushResult
  /** Why the run fails; nothing when it does not. */
  readonly failed: readonly string[]
  readonly said: readonly string[]
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
    const before = await site.deaths()
    const people = site.crowd.map(({ email, language }) => ({ email, language }))
    const sanctioned = people.pop() as Someone
    const whole = 2 * (seconds + warmUpSeconds)
    report(
      `${people.length} people log in, then ${whole} s of load, of which ${2 * seconds} count…`,
    )
    const { portal, control } = site
    const times = { seconds, warmUpSeconds }
    const order = { portal, control, people, sanctioned, password: demoPassword, ...times }
    const { result, said } = await runK6(order)
    const after = await site.deaths()
    const died = [...after].flatMap(([name, count]) =>
      count > (before.get(name) ?? 0) ? name : [],
    )
    return { result, said, failed: failures(result, { seconds, died }) }
  } finally {
    await site.close()
  }
}
