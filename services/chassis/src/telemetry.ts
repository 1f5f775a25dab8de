type Labels = Readonly<Record<string, string | number>>

export interface Metrics {
  add(name: string, labels?: Labels, by?: number): void
  /** The same for a hot path: the labels are worked out once. */
  counter(name: string, labels?: Labels): (by?: number) => void
  set(name: string, value: number, labels?: Labels): void
  observe(name: string, seconds: number, labels?: Labels): void
  get(name: string, labels?: Labels): number
  /** Prometheus text. */
  text(): string
}

/** Counters and gauges of one service, kept in memory and read at /metrics. */
export function createMetrics(service: string): Metrics {
  const values = new Map<string, Map<string, number>>()
  const seriesOf = (name: string) => {
    const series = values.get(name) ?? new Map<string, number>()
    values.set(name, series)
    return series
  }
  const bump = (name: string, labels: Labels, change: (old: number) => number) => {
    const series = seriesOf(name)
    const key = labelText({ service, ...labels })
    series.set(key, change(series.get(key) ?? 0))
  }
  return {
    add: (name, labels = {}, by = 1) => bump(name, labels, (old) => old + by),
    counter(name, labels = {}) {
      const series = seriesOf(name)
      const key = labelText({ service, ...labels })
      return (by = 1) => void series.set(key, (series.get(key) ?? 0) + by)
    },
    set: (name, value, labels = {}) => bump(name, labels, () => value),
    observe(name, seconds, labels = {}) {
      bump(`${name}_count`, labels, (old) => old + 1)
      bump(`${name}_sum`, labels, (old) => old + seconds)
    },
    get: (name, labels = {}) => values.get(name)?.get(labelText({ service, ...labels })) ?? 0,
    text() {
      const lines = [...values].flatMap(([name, series]) =>
        [...series].map(([labels, value]) => `peercert_${name}${labels} ${value}`),
      )
      return `${lines.join('\n')}\n`
    },
  }
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${String(value).replaceAll(/["\\\n]/g, '_')}"`,
  )
  return `{${parts.join(',')}}`
}
