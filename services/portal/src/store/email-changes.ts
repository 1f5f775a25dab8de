import type { Db } from './database.ts'
import type { IdHash } from './sessions.ts'

export async function expect(
  db: Db,
  change: { subject: string; emailHash: IdHash; endsAt: Date },
): Promise<void> {
  const { subject, ...rest } = change
  await db.emailChange.upsert({ where: { subject }, create: change, update: rest })
}

/** The address the person wanted to leave, or null when no change is under way. */
export async function findOldEmail(db: Db, subject: string, now: Date): Promise<IdHash | null> {
  const row = await db.emailChange.findFirst({ where: { subject, endsAt: { gt: now } } })
  return row?.emailHash ?? null
}

export async function done(db: Db, subject: string): Promise<void> {
  await db.emailChange.deleteMany({ where: { subject } })
}
