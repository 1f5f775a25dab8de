import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { writeDashboards } from '../src/dashboards.ts'
import { telemetry } from '../src/telemetry.ts'
import { aTree, house, wrongIn } from './kit.ts'

const catalogue = `export const chassisMetrics = {
  sent_total: { type: 'counter', help: 'Sent.' },
  waiting: { type: 'gauge', help: 'Waits.' },
  request_seconds: { type: 'histogram', help: 'Took.', buckets: [1] },
}`
const code = `metrics.add('sent_total'); metrics.set('waiting', 1); metrics.observe('request_seconds', 1)`
const board = `work:
  title: Work
  panels:
    - title: Waiting
      unit: short
      show: { 'a': 'sum(peercert_waiting)', 'b': 'rate(peercert_request_seconds_bucket[5m])' }
`
const alerts = `groups:
  - name: work
    rules:
      - alert: Waits
        expr: peercert_waiting > 5
        for: 5m
        labels: { severity: page }
        annotations: { summary: It waits, runbook: docs/runbooks/waits.md }
`
const runbook = '# Waits\n\n## How it was tried\n\nIt waited.\n'

let root: string
const change = (file: string, from: string, to: string) => {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}
const boards = 'deploy/dashboards/dashboards.yaml'
const rules = 'deploy/alerts/work.yaml'

beforeEach(() => {
  root = aTree({
    'services/chassis/src/metric-catalogue.ts': catalogue,
    'services/chassis/src/relay.ts': code,
    'deploy/telemetry/prometheus.yaml': 'rule_files: []\n',
    [boards]: board,
    [rules]: alerts,
    'docs/runbooks/waits.md': runbook,
    'docs/telemetry.md': '| Waits | page | [waits](runbooks/waits.md) |\n',
  })
  writeDashboards(root)
})

test('a house in order has nothing to say, and ours is in order', async () => {
  expect(await wrongIn(telemetry, root)).toEqual([])
  expect(await wrongIn(telemetry, house)).toEqual([])
})

test.each([
  ['services/chassis/src/relay.ts', `'waiting'`, `'wating'`, 'no catalogue describes it'],
  ['services/chassis/src/relay.ts', `metrics.add('sent_total');`, '', 'nobody measures it'],
  [boards, 'peercert_waiting', 'peercert_wating', 'there is no metric wating'],
  [boards, 'sum(peercert_waiting)', 'peercert_sent_total', 'it needs rate() or increase()'],
  [boards, 'title: Work', 'title: Works', 'work.json is not what'],
  [rules, 'peercert_waiting > 5', 'peercert_gone > 5', 'there is no metric gone'],
  [rules, 'peercert_waiting > 5', 'sum(peercert_waiting > 5', '() do not match'],
  [rules, 'peercert_waiting > 5', 'vector(1) > 5', 'asks for no metric of ours'],
  [rules, 'for: 5m', 'for: a while', 'waits for a while'],
  [rules, 'severity: page', 'severity: loud', 'is neither page nor ticket'],
  [rules, 'waits.md', 'sleeps.md', 'names no runbook that is there'],
  [rules, 'summary: It waits, ', '', 'has no summary'],
  ['docs/runbooks/waits.md', 'It waited.', '', 'does not say how it was tried'],
  [rules, 'alert: Waits', 'alert: Sleeps', 'docs/telemetry.md lists what is no alert: Waits'],
  ['docs/telemetry.md', '| page |', '| ticket |', 'does not list Waits page'],
  ['deploy/telemetry/prometheus.yaml', '[]', '[', 'deploy/telemetry/prometheus.yaml: '],
])('%s with %s changed to %s is wrong: %s', async (file, from, to, complaint) => {
  change(file, from, to)
  expect((await wrongIn(telemetry, root)).join('\n')).toContain(complaint)
})

test('a counter is called _total, and nothing else is', async () => {
  change(
    'services/chassis/src/metric-catalogue.ts',
    `sent_total: { type: 'counter'`,
    `sent_total: { type: 'gauge'`,
  )
  expect((await wrongIn(telemetry, root)).join('\n')).toContain('only counters are called _total')
})
