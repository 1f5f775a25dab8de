import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { textOf } from './tracked.ts'

export const folder = 'deploy/dashboards'
export const source = `${folder}/dashboards.yaml`

export interface Panel {
  readonly title: string
  readonly unit: string
  /** Each line's name, and the PromQL that it shows. */
  readonly show: Readonly<Record<string, string>>
}

export interface Dashboard {
  readonly title: string
  readonly panels: readonly Panel[]
}

export function dashboardsOf(root: string): Readonly<Record<string, Dashboard>> {
  return parse(readFileSync(join(root, source), 'utf8')) as Record<string, Dashboard>
}

/** The files as Grafana takes them, by path. */
export function dashboardFiles(root: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(dashboardsOf(root)).map(([name, dashboard]) => [
      `${folder}/${name}.json`,
      `${JSON.stringify(grafana(name, dashboard), null, 1)}\n`,
    ]),
  )
}

export function writeDashboards(root: string): void {
  for (const [path, text] of dashboardFiles(root)) writeFileSync(join(root, path), text)
}

export function staleDashboards(root: string): string[] {
  return [...dashboardFiles(root)]
    .filter(([path, text]) => textOf(root, path) !== text)
    .map(([path]) => `${path} is not what ${source} says; npm run generate makes it`)
}

function grafana(name: string, { title, panels }: Dashboard): object {
  return {
    uid: `peercert-${name}`,
    title,
    tags: ['peercert'],
    schemaVersion: 39,
    editable: false,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    templating: {
      list: [{ name: 'source', type: 'datasource', query: 'prometheus', label: 'Source' }],
    },
    panels: panels.map(panelOf),
  }
}

/** Two beside each other. */
function panelOf({ title, unit, show }: Panel, index: number): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    datasource: { type: 'prometheus', uid: '${source}' },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: Object.entries(show).map(([legendFormat, expr], place) => ({
      refId: String.fromCodePoint(65 + place),
      expr,
      legendFormat,
    })),
  }
}
