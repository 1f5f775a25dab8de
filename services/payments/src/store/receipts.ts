import { civilDate, fromDbDate, toDbDate } from '@peercert/chassis/civil-date'
import type { Receipt } from '../../prisma/client/client.ts'
import type { Reader, Tx } from './database.ts'
import type { LineRow } from './payments.ts'

export type { Receipt }

export interface NewReceipt {
  readonly id: string
  readonly number: string
  readonly paymentId: string
  readonly accountId: string
  readonly certificationNumber: string
  readonly paidOn: string
  readonly lines: readonly LineRow[]
  readonly totalCents: number
  readonly cardBrand: string | null
  readonly cardLast4: string | null
  readonly madeAt: Date
}

export async function create(tx: Tx, { lines, paidOn, ...rest }: NewReceipt): Promise<void> {
  const json = lines.map((line) => ({ ...line }))
  await tx.receipt.create({ data: { ...rest, lines: json, paidOn: toDbDate(civilDate(paidOn)) } })
}

export function find(db: Reader, id: string): Promise<Receipt | null> {
  return db.receipt.findUnique({ where: { id } })
}

export function findOfPayment(db: Reader, paymentId: string): Promise<Receipt | null> {
  return db.receipt.findUnique({ where: { paymentId } })
}

export function findByNumber(db: Reader, number: string): Promise<Receipt | null> {
  return db.receipt.findUnique({ where: { number } })
}

export function listOfAccount(db: Reader, accountId: string): Promise<Receipt[]> {
  return db.receipt.findMany({
    where: { accountId },
    orderBy: [{ madeAt: 'desc' }, { number: 'desc' }],
  })
}

export const paidOnOf = (receipt: Receipt): string => fromDbDate(receipt.paidOn)
