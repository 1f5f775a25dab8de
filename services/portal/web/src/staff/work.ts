import type { components } from '@peercert/contracts/portal'

export type Work = components['schemas']['DeskWork']
export type WorkList = components['schemas']['WorkList']

export function countText({ count, overdue }: WorkList): string {
  return overdue > 0 ? `${count}, ${overdue} overdue` : String(count)
}

/** Joins, waivers, refunds and refusals that wait for a second person, as one list. */
export function decisionsOf({ joins, waivers, refunds, refusals }: Work): WorkList | null {
  const lists = [joins, waivers, refunds, refusals].filter((list) => list !== null)
  if (lists.length === 0) return null
  const sum = (pick: (list: WorkList) => number) =>
    lists.reduce((total, list) => total + pick(list), 0)
  const oldest = lists.flatMap((list) => (list.oldest ? [list.oldest] : [])).toSorted()[0] ?? null
  return {
    count: sum((list) => list.count),
    overdue: sum((list) => list.overdue),
    mine: sum((list) => list.mine),
    oldest,
  }
}
