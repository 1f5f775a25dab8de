import type { Finding, Invariant, Wrong } from './finding.ts'
import { invariants } from './invariants.ts'
import { openWorld, type World, type WorldOptions } from './world.ts'

export interface Line {
  readonly id: string
  readonly title: string
  readonly looked: number
  readonly findings: readonly Finding[]
}

export type Counts = Readonly<Record<Wrong, number>>

export interface Verdict extends Counts {
  /** What clients were told has happened, as far as is known. */
  readonly acked: number
  readonly invariants: readonly Line[]
}

/** Looks at everything once. The system should be quiet: what is under way counts as unreconciled. */
export async function askOracle(options: WorldOptions): Promise<Verdict> {
  const world = await openWorld(options)
  try {
    return await judge(world)
  } finally {
    await world.close()
  }
}

export async function judge(
  world: World,
  asked: readonly Invariant[] = invariants,
): Promise<Verdict> {
  const lines: Line[] = []
  for (const { id, title, check } of asked) lines.push({ id, title, ...(await check(world)) })
  const findings = lines.flatMap((line) => line.findings)
  const count = (wrong: Wrong) =>
    findings.reduce((sum, one) => sum + (one.wrong === wrong ? one.which.length : 0), 0)
  return {
    acked: lines.find(({ id }) => id === 'I-1')?.looked ?? 0,
    lost: count('lost'),
    doubled: count('doubled'),
    orphaned: count('orphaned'),
    unreconciled: count('unreconciled'),
    stuck: count('stuck'),
    invariants: lines,
  }
}

export function differences({ lost, doubled, orphaned, unreconciled, stuck }: Counts): number {
  return lost + doubled + orphaned + unreconciled + stuck
}
