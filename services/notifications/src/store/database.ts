import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '../../prisma/client/client.ts'

export type Tx = Prisma.TransactionClient
export type Db = PrismaClient

export const connect = (pool: pg.Pool): Db => new PrismaClient({ adapter: new PrismaPg(pool) })
