import type { Tx } from './database.ts'

export interface Visit {
  readonly certificationId: string
  readonly term: number
  readonly at: Date
}

/** The first visit of a last day is enough. */
export async function recordVisit(tx: Tx, visit: Visit): Promise<void> {
  await tx.lastDayVisit.createMany({ data: [visit], skipDuplicates: true })
}

export async function wasHere(tx: Tx, certificationId: string, term: number): Promise<boolean> {
  const key = { certificationId_term: { certificationId, term } }
  return (await tx.lastDayVisit.findUnique({ where: key })) !== null
}
