import type { Prisma, Signature } from '../../prisma/client/client.ts'
import { fromDateOrNull, type Tx } from './database.ts'

export interface SignatureRecord extends Omit<Signature, 'boxes' | 'ceFrom' | 'ceTo'> {
  readonly boxes: Record<string, boolean>
  readonly ceFrom: string | null
  readonly ceTo: string | null
}

function signatureOf(row: Signature): SignatureRecord {
  return {
    ...row,
    boxes: row.boxes as Record<string, boolean>,
    ceFrom: fromDateOrNull(row.ceFrom),
    ceTo: fromDateOrNull(row.ceTo),
  }
}

export async function insert(tx: Tx, data: Prisma.SignatureUncheckedCreateInput): Promise<void> {
  await tx.signature.create({ data })
}

/** Newest first. */
export async function list(tx: Tx, certificationId: string): Promise<SignatureRecord[]> {
  const rows = await tx.signature.findMany({
    where: { certificationId },
    orderBy: [{ signedAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(signatureOf)
}

export async function find(tx: Tx, id: string): Promise<SignatureRecord | null> {
  const row = await tx.signature.findUnique({ where: { id } })
  return row && signatureOf(row)
}

export async function isCodeSigned(tx: Tx, certificationId: string): Promise<boolean> {
  const row = await tx.signature.findFirst({ where: { certificationId }, select: { id: true } })
  return row !== null
}
