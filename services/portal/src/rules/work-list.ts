export interface WorkList {
  readonly count: number
  readonly oldest: string | null
  readonly overdue: number
  readonly mine: number
}

export interface WorkItem {
  readonly since: string
  readonly overdue?: boolean
  readonly mine?: boolean
}

/** How many, the oldest, overdue, mine (renewal-service 3.3). Instants and civil dates both sort as text. */
export function workList(items: readonly WorkItem[]): WorkList {
  return {
    count: items.length,
    oldest: items.map((item) => item.since).toSorted()[0] ?? null,
    overdue: items.filter((item) => item.overdue).length,
    mine: items.filter((item) => item.mine).length,
  }
}

/** A bounced address matters to the desk when a date runs within so many days (NOT-5, ACC-12). */
export const bounceDays = 90

export function per100(contacts: number, renewals: number): number | null {
  return renewals === 0 ? null : Math.round((contacts * 100) / renewals)
}
