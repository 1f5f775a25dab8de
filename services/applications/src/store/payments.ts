import type { Prisma } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

export interface NewPayment {
  readonly paymentId: string
  readonly accountId: string
  readonly matterId: string
  readonly stampedAt: Date
  readonly totalCents: number
  readonly lines: readonly object[]
  readonly receiptId: string
  readonly receiptNumber: string
  readonly unusedBecause: string | null
}

/** One payment does its work once, however often it is told. False when it was here before. */
export async function insertPayment(tx: Tx, payment: NewPayment): Promise<boolean> {
  const { count } = await tx.payment.createMany({
    data: [
      {
        id: payment.paymentId,
        accountId: payment.accountId,
        renewalId: payment.matterId,
        stampedAt: payment.stampedAt,
        totalCents: payment.totalCents,
        lines: payment.lines as unknown as Prisma.InputJsonArray,
        receiptId: payment.receiptId,
        receiptNumber: payment.receiptNumber,
        unusedBecause: payment.unusedBecause,
      },
    ],
    skipDuplicates: true,
  })
  return count === 1
}

export async function markRefunded(tx: Tx, id: string): Promise<void> {
  await tx.payment.updateMany({ where: { id }, data: { refunded: true } })
}

/** Money that could do nothing here and was not given back. */
export function listUnused(tx: Tx, accountId: string) {
  return tx.payment.findMany({
    where: { accountId, unusedBecause: { not: null }, refunded: false },
    orderBy: { stampedAt: 'desc' },
  })
}

export async function keepFailed(tx: Tx, id: string): Promise<void> {
  await tx.failedPayment.createMany({ data: [{ id }], skipDuplicates: true })
}

export async function hasFailed(tx: Tx, id: string): Promise<boolean> {
  return (await tx.failedPayment.findUnique({ where: { id } })) !== null
}
