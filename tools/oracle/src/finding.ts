import type { World } from './world.ts'

/** What is wrong, in the words of the six counts. */
export type Wrong = 'lost' | 'doubled' | 'orphaned' | 'unreconciled' | 'stuck'

/** One kind of thing that is not as it must be, and which. */
export interface Finding {
  readonly wrong: Wrong
  /** A sentence about the world as it is. */
  readonly what: string
  /** Ids only; never names or addresses. */
  readonly which: readonly string[]
}

/** Something that must be true whenever nothing is under way (reliability 3.2). */
export interface Invariant {
  readonly id: string
  readonly title: string
  /** How much was looked at, and what is wrong. */
  check(world: World): Promise<Judged>
}

export interface Judged {
  readonly looked: number
  readonly findings: readonly Finding[]
}

/** A finding when there is something to name, otherwise none. */
export function found(wrong: Wrong, what: string, which: Iterable<string>): Finding[] {
  const all = [...which]
  return all.length > 0 ? [{ wrong, what, which: all }] : []
}

/** How often each key stands in a list. */
export function counted(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

export function moreThanOnce(keys: Iterable<string>): string[] {
  return [...counted(keys)].filter(([, count]) => count > 1).map(([key]) => key)
}

export function without(keys: Iterable<string>, others: ReadonlySet<string>): string[] {
  return [...keys].filter((key) => !others.has(key))
}

/** Each cause has one effect and each effect one cause, by key. */
export function oneEach(
  causes: readonly string[],
  effects: readonly string[],
  { cause, effect }: { cause: string; effect: string },
): Finding[] {
  return [
    ...found('lost', `${cause} without ${effect}`, new Set(without(causes, new Set(effects)))),
    ...found('orphaned', `${effect} without ${cause}`, new Set(without(effects, new Set(causes)))),
    ...found('doubled', `${effect} more than once`, moreThanOnce(effects)),
  ]
}
