import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Check, Finding } from './check.ts'
import { textOf, trackedFiles } from './tracked.ts'

/** rules.yaml: how far each family of the rulebook goes, and what no test can name yet, with why. */
export interface RuleList {
  readonly families: Readonly<Record<string, number>>
  readonly outOfScope: Readonly<Record<string, string>>
}

const listFile = join(import.meta.dirname, '../rules.yaml')

/** Executable law: every rule in scope is named by the title of some test. */
export const ruleCoverage: Check = {
  name: 'rules named by tests',
  run(root) {
    const list = parse(readFileSync(listFile, 'utf8')) as RuleList
    const files = trackedFiles(root).filter((file) => /\.test\.tsx?$/.test(file))
    const named = new Set(files.flatMap((file) => idsInTitles(textOf(root, file) ?? '')))
    return coverage(list, named)
  },
}

export function coverage({ families, outOfScope }: RuleList, named: ReadonlySet<string>): Finding {
  const all = Object.entries(families).flatMap(([family, last]) =>
    Array.from({ length: last }, (_, index) => `${family}-${index + 1}`),
  )
  const inScope = all.filter((id) => !(id in outOfScope))
  const wrong = [
    ...inScope.filter((id) => !named.has(id)).map((id) => `${id} is named by no test`),
    ...Object.keys(outOfScope)
      .filter((id) => !all.includes(id))
      .map((id) => `${id} is out of scope in rules.yaml and no rule`),
    ...Object.keys(outOfScope)
      .filter((id) => named.has(id))
      .map((id) => `${id} is named by a test: take it off the list in rules.yaml`),
  ]
  return { looked: `${inScope.length} rules in scope`, wrong }
}

/** Titles are sentences: an id that stands alone in a text (an expected value) names nothing. */
export function idsInTitles(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  const texts = code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? []
  return texts
    .filter((text) => text.trim().split(/\s+/).length > 2)
    .flatMap((text) => text.match(/\b[A-Z]{2,4}-\d+\b/g) ?? [])
}
