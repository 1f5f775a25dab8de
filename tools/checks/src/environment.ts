import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { type DescribedSetting, settingsOf } from './settings.ts'

const page = 'docs/environment.md'

/** The page about the environment says what the schemas say. */
export const environment: Check = {
  name: 'page about the environment',
  async run(root) {
    const settings = await settingsOf(root)
    const before = existsSync(join(root, page)) ? readFileSync(join(root, page), 'utf8') : ''
    const stale = before === pageOf(settings) ? [] : [`${page} is not what the schemas say`]
    const wrong = [...undescribed(settings), ...stale]
    return { looked: `${settings.length} settings`, wrong }
  },
}

/** `npm run generate` writes the page; a setting that nobody explains is an error. */
export async function writeEnvironment(root: string): Promise<void> {
  const settings = await settingsOf(root)
  const missing = undescribed(settings)
  if (missing.length > 0) throw new Error(missing.join('\n'))
  writeFileSync(join(root, page), pageOf(settings))
}

/** One docstring is enough for a name that several services use alike. */
export function undescribed(settings: readonly DescribedSetting[]): string[] {
  return [...byName(settings)]
    .filter(([, same]) => same.every(({ what }) => what === ''))
    .map(([name]) => `${name} has no docstring in its schema that says what it is for`)
}

export function pageOf(settings: readonly DescribedSetting[]): string {
  const shared = settings.filter(({ service }) => service === undefined)
  const own = settings.filter(({ service }) => service !== undefined)
  return [
    '# Environment',
    '',
    'Made by `npm run generate` from the schemas of the services (`src/config.ts`) and of the chassis. Do not edit it here.',
    '',
    'A process reads its settings once, at its start. What is missing or wrong is named, all of it together, and the process',
    'ends with 1. An empty value counts as missing. A secret is never printed, and has no default.',
    '',
    '## Of every service',
    '',
    '| variable | what for | takes | default |',
    '| --- | --- | --- | --- |',
    ...rowsOf(shared, () => []),
    '',
    '## Of single services',
    '',
    '| variable | services | what for | takes | default |',
    '| --- | --- | --- | --- | --- |',
    ...rowsOf(own, (same) => [same.map(({ service }) => service).join(', ')]),
    '',
  ].join('\n')
}

type Cells = (same: readonly DescribedSetting[]) => string[]

/** A row for each name; several where services mean different things by it. */
function rowsOf(settings: readonly DescribedSetting[], cells: Cells): string[] {
  return [...byName(settings)]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, same]) => {
      const words = same.find(({ what }) => what !== '')?.what ?? ''
      const meanings = Map.groupBy(same, (setting) => meaningOf(setting, words).join(' | '))
      return [...meanings].map(
        ([meaning, those]) => `| ${[`\`${name}\``, ...cells(those), meaning].join(' | ')} |`,
      )
    })
}

function meaningOf({ what, takes, secret, fallback }: DescribedSetting, words: string): string[] {
  return [what || words, secret ? `**secret**, ${takes}` : takes, fallback ?? '**required**']
}

function byName(settings: readonly DescribedSetting[]): Map<string, DescribedSetting[]> {
  return Map.groupBy(settings, ({ name }) => name)
}
