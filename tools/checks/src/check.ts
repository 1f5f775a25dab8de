/** What a check has to say: nothing wrong, and of what, or each wrong thing in a line of its own. */
export interface Finding {
  /** How much was looked at: a check that looked at nothing proves nothing. */
  readonly looked: string
  readonly wrong: readonly string[]
}

export interface Check {
  readonly name: string
  run(root: string): Finding | Promise<Finding>
}

const shown = 60

/** One clear line for each check, what is wrong below it; true when all is well. */
export async function runChecks(
  checks: readonly Check[],
  root: string,
  say: (line: string) => void,
): Promise<boolean> {
  let well = true
  for (const check of checks) {
    const from = performance.now()
    const { looked, wrong } = await findingOf(check, root)
    const seconds = ((performance.now() - from) / 1_000).toFixed(1)
    const state = wrong.length === 0 ? 'ok  ' : 'FAIL'
    const count = wrong.length === 0 ? '' : `, ${wrong.length} wrong`
    say(`${state} ${check.name} – ${looked}${count} (${seconds} s)`)
    for (const line of wrong.slice(0, shown)) say(`       ${line}`)
    if (wrong.length > shown) say(`       … and ${wrong.length - shown} more`)
    if (wrong.length > 0) well = false
  }
  return well
}

/** A check that breaks has not passed. */
async function findingOf(check: Check, root: string): Promise<Finding> {
  try {
    return await check.run(root)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { looked: 'broke off', wrong: [reason] }
  }
}
