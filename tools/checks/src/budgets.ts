import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Check, Finding } from './check.ts'
import { linesOf, textOf, trackedFiles } from './tracked.ts'

/** budgets.yaml: lines by kind of file, and the exceptions, which may only shrink. */
export interface Budgets {
  readonly lines: Readonly<Record<string, number>>
  readonly exceptions: Readonly<Record<string, number>>
}

const listFile = join(import.meta.dirname, '../budgets.yaml')
const generatedFile = /^contracts\/(generated|released)\/|routeTree\.gen\.ts$|^pnpm-lock\.yaml$/

export const budgets: Check = {
  name: 'length of files',
  run(root) {
    const list = parse(readFileSync(listFile, 'utf8')) as Budgets
    const files = trackedFiles(root).filter((file) => !generatedFile.test(file))
    const lengths = new Map<string, number>()
    for (const file of files) {
      const text = budgetOf(list, file) === undefined ? undefined : textOf(root, file)
      if (text !== undefined) lengths.set(file, linesOf(text))
    }
    return overBudget(list, lengths)
  },
}

export function overBudget(list: Budgets, lengths: ReadonlyMap<string, number>): Finding {
  const tooLong = [...lengths].flatMap(([file, lines]) => {
    const allowed = list.exceptions[file] ?? budgetOf(list, file) ?? Infinity
    return lines > allowed ? [`${file} has ${lines} lines, ${allowed} are allowed`] : []
  })
  const loose = Object.entries(list.exceptions).flatMap(([file, allowed]) => {
    const lines = lengths.get(file)
    if (lines === undefined) return [`${file} is an exception in budgets.yaml and no file`]
    return lines < allowed ? [`${file} has ${lines} lines now: lower its exception to that`] : []
  })
  return { looked: `${lengths.size} files`, wrong: [...tooLong, ...loose] }
}

/** The longest ending that fits: `.test.ts` before `.ts`. */
function budgetOf({ lines }: Budgets, file: string): number | undefined {
  const [ending] = Object.keys(lines)
    .filter((one) => file.endsWith(one))
    .sort((a, b) => b.length - a.length)
  return ending === undefined ? undefined : lines[ending]
}
