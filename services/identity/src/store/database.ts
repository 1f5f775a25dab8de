import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { Prisma, PrismaClient } from '../../prisma/client/client.ts'

export type Tx = Prisma.TransactionClient
export type Db = PrismaClient

export const connect = (pool: pg.Pool): Db => new PrismaClient({ adapter: new PrismaPg(pool) })

/** The unique index that an insert or update ran into, if that is what went wrong. */
export function brokenIndex(error: unknown): string | undefined {
  const cause = causeOf(error)
  const constraint = cause?.constraint
  if (typeof constraint === 'string') return cause?.code === '23505' ? constraint : undefined
  if (constraint?.index !== undefined) return constraint.index
  const said = /unique constraint "([^"]+)"/.exec(cause?.originalMessage ?? '')
  return said?.[1]
}

interface Cause {
  readonly code?: string
  readonly originalMessage?: string
  readonly constraint?: string | { readonly index?: string }
}

/** Prisma wraps what the adapter says; a plain client says it itself. */
function causeOf(error: unknown): Cause | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return error as Cause | undefined
  const wrapped = error.meta?.driverAdapterError as { cause?: Cause } | undefined
  return wrapped?.cause
}

/** Two at once ran into one unique index: the second looks again and finds what the first did. */
export async function againWhenRaced<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (tries <= 1 || brokenIndex(error) === undefined) throw error
    return againWhenRaced(work, tries - 1)
  }
}
