import { invalid } from './errors.ts'
import type { Intent } from './objects.ts'

type Test = (intent: Intent) => boolean

const clause =
  /^(-?)(metadata\[(['"])(.+?)\3\]|status|amount|created|currency)\s*(:|>=|<=|>|<)\s*(null|(['"])(.*?)\7|\d+)$/

function compare(actual: number, sign: string, wanted: number): boolean {
  if (sign === '>') return actual > wanted
  if (sign === '<') return actual < wanted
  if (sign === '>=') return actual >= wanted
  if (sign === '<=') return actual <= wanted
  return actual === wanted
}

function readClause(text: string): Test {
  const found = clause.exec(text.trim())
  if (!found)
    throw invalid(`We were unable to parse your search query: ${text}`, { param: 'query' })
  const [, not, field = '', , key = '', sign = ':', raw = '', , quoted] = found
  const value = quoted ?? raw
  const test: Test = (intent) => {
    if (key)
      return value === 'null' && quoted === undefined
        ? key in intent.metadata
        : intent.metadata[key] === value
    if (field === 'amount' || field === 'created')
      return compare(intent[field], sign, Number(value))
    return intent[field as 'status' | 'currency'] === value
  }
  return not ? (intent) => !test(intent) : test
}

/** The processor's search language, as far as clauses joined by AND, or by OR, go. */
export function readQuery(query: string): Test {
  const any = /\sOR\s/.test(query)
  if (any && /\sAND\s/.test(query))
    throw invalid('You cannot use both AND and OR in a query.', { param: 'query' })
  const tests = query.split(any ? /\sOR\s/ : /\sAND\s/).map(readClause)
  return (intent) =>
    any ? tests.some((test) => test(intent)) : tests.every((test) => test(intent))
}

interface Range {
  gt?: number
  gte?: number
  lt?: number
  lte?: number
}

export function createdWithin(created: unknown): Test {
  if (created === undefined) return () => true
  if (typeof created === 'string') return (intent) => intent.created === Number(created)
  const range = created as Range
  return ({ created: at }) =>
    (range.gt === undefined || at > Number(range.gt)) &&
    (range.gte === undefined || at >= Number(range.gte)) &&
    (range.lt === undefined || at < Number(range.lt)) &&
    (range.lte === undefined || at <= Number(range.lte))
}

/** One page of a list, newest first. */
export function pageOf<T extends { id: string }>(
  all: T[],
  page: { limit: number; after: string | null; before: string | null },
): { data: T[]; has_more: boolean } {
  let from = 0
  if (page.after) from = all.findIndex((item) => item.id === page.after) + 1
  if (page.before) {
    const end = all.findIndex((item) => item.id === page.before)
    const start = Math.max(0, end - page.limit)
    return { data: all.slice(start, end), has_more: start > 0 }
  }
  return { data: all.slice(from, from + page.limit), has_more: all.length > from + page.limit }
}
