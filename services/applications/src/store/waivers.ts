import type { Waiver } from '../../prisma/client/client.ts'
import { fromDateOrNull, toDate, type Tx } from './database.ts'

export interface WaiverRecord extends Omit<Waiver, 'usableThrough'> {
  readonly usableThrough: string | null
}

export function waiverOf(row: Waiver): WaiverRecord {
  return { ...row, usableThrough: fromDateOrNull(row.usableThrough) }
}

/** The latest one that a second person approved for a term. */
export async function findApproved(
  tx: Tx,
  certificationId: string,
  term: number,
): Promise<WaiverRecord | null> {
  const row = await tx.waiver.findFirst({
    where: { certificationId, term, state: 'approved' },
    orderBy: { usableThrough: 'desc' },
  })
  return row && waiverOf(row)
}

export async function findWaiver(tx: Tx, id: string): Promise<WaiverRecord | null> {
  const row = await tx.waiver.findUnique({ where: { id } })
  return row && waiverOf(row)
}

export interface NewWaiver {
  readonly id: string
  readonly certificationId: string
  readonly accountId: string
  readonly term: number
  readonly ground: string
  readonly outageFrom: Date | null
  readonly outageTo: Date | null
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
}

/** False while another proposal for the same term waits. */
export async function insertWaiver(tx: Tx, waiver: NewWaiver): Promise<boolean> {
  const data = [{ ...waiver, state: 'proposed' }]
  const { count } = await tx.waiver.createMany({ data, skipDuplicates: true })
  return count === 1
}

export interface WaiverDecision {
  readonly state: 'approved' | 'declined'
  readonly decidedBy: string
  readonly usableThrough: string | null
}

export async function decideWaiver(tx: Tx, id: string, decision: WaiverDecision): Promise<void> {
  const usableThrough = decision.usableThrough && toDate(decision.usableThrough)
  await tx.waiver.update({ where: { id }, data: { ...decision, usableThrough } })
}

/** Oldest first. */
export async function listOpen(tx: Tx) {
  const rows = await tx.waiver.findMany({
    where: { state: 'proposed' },
    include: { certification: { select: { number: true } } },
    orderBy: { proposedAt: 'asc' },
  })
  return rows.map((row) => ({ ...waiverOf(row), certification: row.certification }))
}
