import type { Tx } from './database.ts'

export interface SanctionRecord {
  readonly id: string
  readonly certificationId: string
  readonly kind: 'suspension' | 'revocation'
  readonly effectiveAt: Date
  readonly liftedAt: Date | null
}

export async function listSanctions(
  tx: Tx,
  certificationIds: readonly string[],
): Promise<SanctionRecord[]> {
  const rows = await tx.sanction.findMany({
    where: { certificationId: { in: [...certificationIds] } },
    orderBy: { effectiveAt: 'asc' },
  })
  return rows.map((row) => ({ ...row, kind: row.kind as SanctionRecord['kind'] }))
}

export interface NewSanction {
  readonly id: string
  readonly certificationId: string
  readonly kind: string
  readonly effectiveAt: Date
}

/** False when it is known already. */
export async function insertSanction(tx: Tx, sanction: NewSanction): Promise<boolean> {
  const { count } = await tx.sanction.createMany({ data: [sanction], skipDuplicates: true })
  return count === 1
}

export async function liftSanctionRow(
  tx: Tx,
  id: string,
  liftedAt: Date,
): Promise<'lifted' | 'lifted-before' | 'unknown'> {
  const row = await tx.sanction.findUnique({ where: { id } })
  if (!row) return 'unknown'
  if (row.liftedAt) return 'lifted-before'
  await tx.sanction.update({ where: { id }, data: { liftedAt } })
  return 'lifted'
}

/** False when nothing imported was in force. */
export async function liftImported(
  tx: Tx,
  certificationId: string,
  liftedAt: Date,
): Promise<boolean> {
  const where = { certificationId, imported: true, liftedAt: null }
  const { count } = await tx.sanction.updateMany({ where, data: { liftedAt } })
  return count > 0
}
