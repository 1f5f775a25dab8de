import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '../../prisma/client/client.ts'

export type Tx = Prisma.TransactionClient
export type Db = PrismaClient
/** Reads work on either. */
export type Reader = Tx | Db
export type Json = Prisma.InputJsonValue

export const connect = (pool: pg.Pool): Db => new PrismaClient({ adapter: new PrismaPg(pool) })

/** For work that waits for a row lock behind others: fifty people at one door are let in one by one. */
export const patient = { maxWait: 10_000, timeout: 15_000 } as const
