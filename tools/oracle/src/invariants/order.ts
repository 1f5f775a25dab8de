import { listeners } from '../databases.ts'
import { publishers, topicOf } from '../facts.ts'
import { type Finding, found, type Invariant } from '../finding.ts'

/** I-10 */
export const order: Invariant = {
  id: 'I-10',
  title: 'facts of one key are received in the order in which they were said',
  async check({ databases, facts, expected }) {
    const findings: Finding[] = []
    let looked = 0
    for (const service of listeners) {
      const redriven = new Set(
        await databases.keys(service, 'select event_id from parked where event_id is not null'),
      )
      const rows = await databases.rows<{ consumer: string; id: string; at: Date }>(
        service,
        'select consumer, event_id as id, received_at as at from inbox',
      )
      looked += rows.length
      for (const [consumer, group] of Map.groupBy(rows, (row) => row.consumer)) {
        const at = new Map(group.map((row) => [row.id, row.at.getTime()]))
        for (const publisher of publishers) {
          const back = wentBack(facts(publisher), at, redriven)
          findings.push(
            ...found(
              'unreconciled',
              `fact of ${topicOf(publisher)} that came to ${consumer} after a later one of its key`,
              back,
            ),
          )
        }
      }
    }
    // What was lost and published again comes late, and has to.
    return { looked, findings: expected.mended ? [] : findings }
  },
}

function wentBack(
  facts: readonly { readonly id: string; readonly key: string }[],
  at: ReadonlyMap<string, number>,
  redriven: ReadonlySet<string>,
): string[] {
  const next = new Map<string, number>()
  // From the last fact to the first: each must have come no later than the one that follows it.
  return facts.toReversed().flatMap(({ id, key }) => {
    const mine = at.get(id)
    if (mine === undefined || redriven.has(id)) return []
    const later = next.get(key) ?? Number.POSITIVE_INFINITY
    next.set(key, Math.min(mine, later))
    return mine > later ? [id] : []
  })
}
