import { type Figure, type FigureName, rates, type RushResult } from './rush.ts'

export interface Bound {
  readonly p95?: number
  readonly p99: number
}

/** Milliseconds on a quiet bench of two cores; nothing is said there about log-ins. */
export const column: Readonly<Partial<Record<FigureName, Bound>>> = {
  verifications: { p95: 50, p99: 150 },
  reads: { p95: 120, p99: 300 },
  writes: { p95: 250, p99: 500 },
  statusChanges: { p99: 2_000 },
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
  const { figures, serverErrors, wrong, answers, unfinished } = result
  const lines = (Object.keys(figures) as FigureName[]).flatMap((name) => [
    ...notKept(name, figures[name], seconds),
    ...tooSlow(name, figures[name]),
  ])
  if (serverErrors > 0) lines.push(`${serverErrors} of ${answers} answers were 5xx`)
  if (wrong > serverErrors)
    lines.push(`${wrong - serverErrors} of ${answers} answers were not what they must be`)
  if (unfinished > 0) lines.push(`${unfinished} were begun and never came to their end`)
  return [...lines, ...died.map((name) => `${name} died meanwhile`)]
}

function notKept(name: FigureName, { count }: Figure, seconds: number): string[] {
  // Status changes have no rate; some must have been seen.
  const wanted = name === 'statusChanges' ? 1 : rates[name] * seconds
  if (count >= Math.floor(wanted * leastKept) && count > 0) return []
  return [`the rate was not kept: ${count} of ${wanted} ${name}`]
}

function tooSlow(name: FigureName, found: Figure): string[] {
  return (['p95', 'p99'] as const).flatMap((share) => {
    const bound = column[name]?.[share]
    if (bound === undefined || found[share] <= slack * bound) return []
    return [`${name}: ${share} ${Math.round(found[share])} ms is over ${slack} times ${bound} ms`]
  })
}
