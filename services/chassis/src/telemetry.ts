import { chassisMetrics, type MetricCatalogue } from './metric-catalogue.ts'

type Labels = Readonly<Record<string, string | number>>

export interface Metrics {
  add(name: string, labels?: Labels, by?: number): void
  /** The same for a hot path: the labels are worked out once. */
  counter(name: string, labels?: Labels): (by?: number) => void
  set(name: string, value: number, labels?: Labels): void
  /** All series of a gauge at once: what is not named any more is gone. */
  replace(name: string, rows: readonly (readonly [Labels, number])[]): void
  /** Into the buckets that the catalogue names. */
  observe(name: string, value: number, labels?: Labels): void
  /** Of a histogram: how many. */
  get(name: string, labels?: Labels): number
  /** What a service of its own measures, beside what each one does. */
  describe(more: MetricCatalogue): void
  /** Prometheus text. */
  text(): string
}

interface Distribution {
  /** By bucket; the last one has no upper end. */
  readonly counts: number[]
  sum: number
}

/** Counters, gauges and histograms of one service, kept in memory and read at /metrics. */
export function createMetrics(service: string): Metrics {
  const catalogue = new Map(Object.entries(chassisMetrics))
  const values = new Map<string, Map<string, number>>()
  const distributions = new Map<string, Map<string, Distribution>>()
  const keyOf = (labels: Labels) => labelText({ service, ...labels })
  const bump = (name: string, labels: Labels, change: (old: number) => number) => {
    const series = under(values, name)
    const key = keyOf(labels)
    series.set(key, change(series.get(key) ?? 0))
  }
  return {
    add: (name, labels = {}, by = 1) => bump(name, labels, (old) => old + by),
    counter(name, labels = {}) {
      const series = under(values, name)
      const key = keyOf(labels)
      return (by = 1) => void series.set(key, (series.get(key) ?? 0) + by)
    },
    set: (name, value, labels = {}) => bump(name, labels, () => value),
    replace: (name, rows) =>
      void values.set(name, new Map(rows.map(([labels, value]) => [keyOf(labels), value]))),
    observe(name, value, labels = {}) {
      const { buckets = [] } = catalogue.get(name) ?? {}
      const series = under(distributions, name)
      const key = keyOf(labels)
      const into = series.get(key) ?? { counts: Array(buckets.length + 1).fill(0), sum: 0 }
      const place = buckets.findIndex((end) => value <= end)
      into.counts[place === -1 ? buckets.length : place]! += 1
      into.sum += value
      series.set(key, into)
    },
    get(name, labels = {}) {
      const distribution = distributions.get(name)?.get(keyOf(labels))
      return distribution ? total(distribution) : (values.get(name)?.get(keyOf(labels)) ?? 0)
    },
    describe(more) {
      for (const [name, definition] of Object.entries(more)) catalogue.set(name, definition)
    },
    text() {
      const families = [...values].map(([name, series]) => [
        ...headOf(name, catalogue),
        ...[...series].map(([key, value]) => `peercert_${name}${key} ${value}`),
      ])
      const histograms = [...distributions].map(([name, series]) => [
        ...headOf(name, catalogue),
        ...[...series].flatMap(([key, one]) => linesOf(name, key, one, catalogue)),
      ])
      return `${[...families, ...histograms].flat().join('\n')}\n`
    },
  }
}

type Catalogue = ReadonlyMap<string, MetricCatalogue[string]>

function headOf(name: string, catalogue: Catalogue): string[] {
  const { type = 'untyped', help = 'Nobody has described it.' } = catalogue.get(name) ?? {}
  return [`# HELP peercert_${name} ${help}`, `# TYPE peercert_${name} ${type}`]
}

/** Each bucket counts everything up to its end, as Prometheus has it. */
function linesOf(
  name: string,
  key: string,
  distribution: Distribution,
  catalogue: Catalogue,
): string[] {
  const ends = [...(catalogue.get(name)?.buckets ?? []), '+Inf']
  const labels = key.slice(0, -1)
  let upTo = 0
  const lines = ends.map((end, index) => {
    upTo += distribution.counts[index] ?? 0
    return `peercert_${name}_bucket${labels},le="${end}"} ${upTo}`
  })
  return [
    ...lines,
    `peercert_${name}_sum${key} ${distribution.sum}`,
    `peercert_${name}_count${key} ${upTo}`,
  ]
}

const total = ({ counts }: Distribution) => counts.reduce((sum, count) => sum + count, 0)

function under<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  const series = all.get(name) ?? new Map<string, T>()
  all.set(name, series)
  return series
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${String(value).replaceAll(/["\\\n]/g, '_')}"`,
  )
  return `{${parts.join(',')}}`
}
