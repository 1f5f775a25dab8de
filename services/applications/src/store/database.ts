import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '../../prisma/client/client.ts'

export type Db = PrismaClient
export type Tx = Prisma.TransactionClient

/** Transactions wait their turn at the lock of a certification; a busy day must not fail them. */
export const connect = (pool: pg.Pool): Db =>
  new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
  })

/** What a date column takes: midnight UTC of the day. */
export function toDate(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

export function fromDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

export function fromDateOrNull(date: Date | null): string | null {
  return date && fromDate(date)
}
