import { toDate, type Tx } from './database.ts'

export interface Work {
  readonly started: number
  readonly open: number
  readonly overdue: number
}

/** What lies open on a day: forms not paid yet, late renewals and those past their date. */
export async function countWork(tx: Tx, day: string): Promise<Work> {
  const [row] = await tx.$queryRaw<Work[]>`
    select count(*) filter (where state = 'draft')::int as started,
      count(*) filter (where state <> 'draft')::int as open,
      count(*) filter (where state <> 'draft' and decide_by < ${toDate(day)}::date)::int as overdue
    from renewal where state in ('draft', 'in-review', 'question', 'refusal-proposed')`
  return row ?? { started: 0, open: 0, overdue: 0 }
}
