import type { LogIn } from '../../prisma/client/client.ts'
import type { Db } from './database.ts'
import type { IdHash } from './sessions.ts'

export type LogInRow = LogIn

export async function begin(db: Db, row: LogInRow): Promise<void> {
  await db.logIn.create({ data: row })
}

/** Once: the row is gone when somebody has come back with it, so a replayed answer finds nothing. */
export async function finish(db: Db, stateHash: IdHash, now: Date): Promise<LogInRow | null> {
  const rows = await db.$queryRaw<LogInRow[]>`
    delete from log_in where state_hash = ${stateHash} and ends_at > ${now}
    returning state_hash as "stateHash", browser_hash as "browserHash", realm, purpose, sealed, ends_at as "endsAt"`
  return rows[0] ?? null
}

export async function endOver(db: Db, now: Date): Promise<void> {
  await db.logIn.deleteMany({ where: { endsAt: { lt: now } } })
  await db.emailChange.deleteMany({ where: { endsAt: { lt: now } } })
}
