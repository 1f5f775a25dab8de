import type { Databases, Service } from './databases.ts'

/** One row of an outbox. */
export interface Fact {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly key: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each type has its own contract
  readonly data: any
}

/** Who publishes, and under which topic. */
export const publishers = [
  'identity',
  'applications',
  'payments',
  'notifications',
  'ce-audit',
] as const satisfies readonly Service[]
export type Publisher = (typeof publishers)[number]

export function topicOf(publisher: Publisher): string {
  return `peercert.${publisher}.v1`
}

/** Everything that was said, in sequence, read once. */
export async function readFacts(databases: Databases): Promise<ReadonlyMap<Publisher, Fact[]>> {
  const all = publishers.map(async (publisher) => {
    const rows = await databases.rows<Omit<Fact, 'seq'> & { seq: string }>(
      publisher,
      'select seq, id, type, key, data from outbox order by seq',
    )
    return [publisher, rows.map((row) => ({ ...row, seq: Number(row.seq) }))] as const
  })
  return new Map(await Promise.all(all))
}
