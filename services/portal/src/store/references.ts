import type { Reference } from '../../prisma/client/client.ts'
import type { Db } from './database.ts'

export type SeenReference = Reference

/** Seen twice (a retry of the same answer) is seen once. */
export async function remember(db: Db, seen: SeenReference): Promise<void> {
  await db.reference.createMany({ data: [seen], skipDuplicates: true })
}

export function find(db: Db, reference: string): Promise<SeenReference | null> {
  return db.reference.findUnique({ where: { reference } })
}

export async function forget(db: Db, before: Date): Promise<void> {
  await db.reference.deleteMany({ where: { at: { lt: before } } })
}
