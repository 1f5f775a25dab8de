import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { Check } from './check.ts'
import { dashboardsOf, source, staleDashboards } from './dashboards.ts'
import { describedMetrics, measuredNames, type Metric, metricsIn } from './metrics.ts'
import { textOf } from './tracked.ts'

const page = 'docs/telemetry.md'

/** What operators look at says what the code measures, and every alert says what to do. */
export const telemetry: Check = {
  name: 'metrics, dashboards and alerts',
  async run(root) {
    const metrics = await describedMetrics(root)
    const described = new Map(metrics.map((metric) => [metric.name, metric]))
    const alerts = alertsOf(root)
    const wrong = [
      ...undescribed(metrics, measuredNames(root)),
      ...panelMistakes(root, described),
      ...staleDashboards(root),
      ...alerts.flatMap((alert) => alertMistakes(root, alert, described)),
      ...twice(alerts),
      ...unlisted(root, alerts),
      ...untried(root),
      ...brokenYaml(root),
    ]
    return { looked: `${metrics.length} metrics, ${alerts.length} alerts`, wrong }
  },
}

function undescribed(metrics: readonly Metric[], measured: ReadonlyMap<string, string>): string[] {
  const names = new Set(metrics.map(({ name }) => name))
  return [
    ...[...measured]
      .filter(([name]) => !names.has(name))
      .map(([name, file]) => `${file} measures ${name}, and no catalogue describes it`),
    ...metrics
      .filter(({ name }) => !measured.has(name))
      .map(({ name, file }) => `${file} describes ${name}, and nobody measures it`),
    ...metrics
      .filter(({ name, type }) => (type === 'counter') !== /_total$|_differences$/.test(name))
      .map(
        ({ name, file }) => `${file}: only counters are called _total, and all of them: ${name}`,
      ),
  ]
}

type Described = ReadonlyMap<string, Metric>

function panelMistakes(root: string, described: Described): string[] {
  return Object.entries(dashboardsOf(root)).flatMap(([name, { panels }]) =>
    panels.flatMap(({ title, show }) =>
      Object.values(show).flatMap((promql) =>
        promqlMistakes(promql, described).map(
          (mistake) => `${source}: ${name}, ${title}: ${mistake}`,
        ),
      ),
    ),
  )
}

export interface Alert {
  readonly file: string
  readonly alert?: string
  readonly expr?: string
  readonly for?: string
  readonly labels?: { readonly severity?: string }
  readonly annotations?: { readonly summary?: string; readonly runbook?: string }
}

interface Rules {
  readonly groups?: readonly { readonly rules?: readonly Omit<Alert, 'file'>[] }[]
}

function alertsOf(root: string): Alert[] {
  return globSync('deploy/alerts/*.yaml', { cwd: root })
    .toSorted()
    .flatMap((file) => {
      const { groups = [] } = parseDocument(readFileSync(join(root, file), 'utf8')).toJS() as Rules
      return groups.flatMap(({ rules = [] }) => rules.map((rule) => ({ ...rule, file })))
    })
}

function alertMistakes(root: string, rule: Alert, described: Described): string[] {
  const { file, alert = 'an alert without a name', expr = '', annotations } = rule
  const runbook = annotations?.runbook ?? ''
  const wrong: readonly (readonly [boolean, string])[] = [
    [!/^\d+[smh]$/.test(rule.for ?? '0s'), `waits for ${rule.for}`],
    [!/^(?:page|ticket)$/.test(rule.labels?.severity ?? ''), 'is neither page nor ticket'],
    [!annotations?.summary, 'has no summary'],
    [!isRunbook(root, runbook), `names no runbook that is there: ${runbook}`],
  ]
  const mistakes = wrong.flatMap(([isWrong, mistake]) => (isWrong ? [mistake] : []))
  return [...promqlMistakes(expr, described), ...mistakes].map(
    (mistake) => `${file}: ${alert}: ${mistake}`,
  )
}

function isRunbook(root: string, file: string): boolean {
  return /^docs\/runbooks\/[\w-]+\.md$/.test(file) && existsSync(join(root, file))
}

/** No parser of PromQL is at hand; these are the mistakes that hands make. */
function promqlMistakes(promql: string, described: Described): string[] {
  const names = metricsIn(promql, described)
  const plain = promql.replaceAll(/"[^"]*"/g, '')
  const uneven = ['()', '{}', '[]'].filter(
    ([open, close]) => plain.split(open as string).length !== plain.split(close as string).length,
  )
  return [
    ...(names.length === 0 && !/\bup\b/.test(promql) ? ['asks for no metric of ours'] : []),
    ...names.filter((name) => !described.has(name)).map((name) => `there is no metric ${name}`),
    ...uneven.map((pair) => `${pair} do not match`),
    ...names
      .filter((name) => described.get(name)?.type === 'counter')
      .filter((name) => !new RegExp(`(?:rate|increase)\\(peercert_${name}\\b`).test(promql))
      .map((name) => `${name} only grows: it needs rate() or increase()`),
  ]
}

function twice(alerts: readonly Alert[]): string[] {
  const names = alerts.map(({ alert }) => alert)
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `two alerts are called ${name}`)
}

/** Whoever is called at night begins with this page. */
function unlisted(root: string, alerts: readonly Alert[]): string[] {
  const rows = (textOf(root, page) ?? '').matchAll(/^\| (\w+) \| (\w+) \| .*\(([\w/.-]+)\) \|$/gm)
  const listed = new Set([...rows].map(([, name, severity, file]) => `${name} ${severity} ${file}`))
  const wanted = new Set(
    alerts.map(({ alert, labels, annotations }) => {
      const runbook = annotations?.runbook?.replace('docs/', '')
      return `${alert} ${labels?.severity} ${runbook}`
    }),
  )
  return [
    ...[...wanted].filter((row) => !listed.has(row)).map((row) => `${page} does not list ${row}`),
    ...[...listed]
      .filter((row) => !wanted.has(row))
      .map((row) => `${page} lists what is no alert: ${row}`),
  ]
}

/** A runbook that nobody has followed is a guess. */
function untried(root: string): string[] {
  return globSync('docs/runbooks/*.md', { cwd: root })
    .filter((file) => !/^## How it was tried\n\n\S/m.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => `${file} does not say how it was tried`)
}

function brokenYaml(root: string): string[] {
  return globSync(['deploy/telemetry/*.yaml', 'deploy/alerts/*.yaml'], { cwd: root }).flatMap(
    (file) =>
      parseDocument(readFileSync(join(root, file), 'utf8')).errors.map(
        ({ message }) => `${file}: ${message.split('\n')[0]}`,
      ),
  )
}
