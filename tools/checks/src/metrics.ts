import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Definition {
  readonly type: string
  readonly help: string
}

export interface Metric extends Definition {
  readonly name: string
  /** Where it is described. */
  readonly file: string
}

const chassis = 'services/chassis/src/metric-catalogue.ts'

/** What the chassis and the services say that they measure. */
export async function describedMetrics(root: string): Promise<Metric[]> {
  const files = [chassis, ...globSync('services/*/src/metrics.ts', { cwd: root })]
  const metrics: Metric[] = []
  for (const file of files) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>
    for (const catalogue of Object.values(module).filter(isCatalogue))
      for (const [name, definition] of Object.entries(catalogue))
        metrics.push({ name, file, ...definition })
  }
  return metrics
}

function isCatalogue(value: unknown): value is Record<string, Definition> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof (one as Definition).help === 'string')
  )
}

const use = /metrics\??\s*\.(?:add|set|replace|observe|counter)\(\s*'(\w+)'/g

/** What the code really measures, with the first place of each. */
export function measuredNames(root: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const file of globSync('services/*/src/**/*.ts', { cwd: root }).toSorted())
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(use))
      if (!names.has(name)) names.set(name, file)
  return names
}

/** Metrics of ours in a piece of PromQL, as the catalogue calls them. */
export function metricsIn(promql: string, described: ReadonlyMap<string, Definition>): string[] {
  return [...promql.matchAll(/\bpeercert_(\w+)/g)].map(([, name = '']) => {
    const [, base = ''] = /^(\w+)_(?:bucket|sum|count)$/.exec(name) ?? []
    return described.get(base)?.type === 'histogram' ? base : name
  })
}
