import { type FigureName, rates, type RushResult } from './rush.ts'

export interface Bound {
  readonly p95: number
  readonly p99: number
}

/** Milliseconds on a quiet bench of two cores; nothing is said there about log-ins. */
export const column: Readonly<Partial<Record<FigureName, Bound>>> = {
  verifications: { p95: 50, p99: 150 },
  reads: { p95: 120, p99: 300 },
  writes: { p95: 250, p99: 500 },
}

/** How much worse a figure may be before the command fails: a machine is rarely quiet. */
export const slack = 5

/** Of those asked for; below that the rate was not kept, and the figures say nothing. */
const leastKept = 0.95

export interface Asked {
  readonly seconds: number
  /** Processes that died meanwhile, by name. */
  readonly died: readonly string[]
}

/** A line for each thing that fails the run. */
export function failures(result: RushResult, { seconds, died }: Asked): string[] {
  const { figures, serverErrors, wrong, answers } = result
  const lines = (Object.keys(rates) as FigureName[]).flatMap((name) => {
    const { count, p95, p99 } = figures[name]
    const wanted = rates[name] * seconds
    const bound = column[name]
    const kept = count >= Math.floor(wanted * leastKept)
    return [
      ...(kept ? [] : [`the rate was not kept: ${count} of ${wanted} ${name}`]),
      ...(bound ? tooSlow(name, { p95, p99 }, bound) : []),
    ]
  })
  if (serverErrors > 0) lines.push(`${serverErrors} of ${answers} answers were 5xx`)
  if (wrong > serverErrors)
    lines.push(`${wrong - serverErrors} of ${answers} answers were not what they must be`)
  return [...lines, ...died.map((name) => `${name} died meanwhile`)]
}

function tooSlow(name: FigureName, found: Bound, bound: Bound): string[] {
  return (['p95', 'p99'] as const)
    .filter((share) => found[share] > slack * bound[share])
    .map((share) => {
      const ms = Math.round(found[share])
      return `${name}: ${share} ${ms} ms is over ${slack} times ${bound[share]} ms`
    })
}
