import type { Session as Row } from '../../prisma/client/client.ts'
import type { Db, Tx } from './database.ts'

export type SessionRow = Row
export type Kind = 'person' | 'staff'
export type IdHash = Uint8Array<ArrayBuffer>

export function find(db: Db | Tx, idHash: IdHash): Promise<SessionRow | null> {
  return db.session.findUnique({ where: { idHash } })
}

/** Holds the row until the transaction ends: whoever wants to refresh at the same time waits here. */
export async function lock(tx: Tx, idHash: IdHash): Promise<SessionRow | null> {
  await tx.$queryRaw`select 1 from session where id_hash = ${idHash} for update`
  return find(tx, idHash)
}

/** Its account is what identity says now. */
export async function create(db: Db | Tx, row: Omit<SessionRow, 'saidBy'>): Promise<void> {
  await db.session.create({ data: row })
}

export async function change(
  db: Db | Tx,
  idHash: IdHash,
  change: Partial<SessionRow>,
): Promise<void> {
  await db.session.updateMany({ where: { idHash }, data: change })
}

/** False when it ended in the meantime. */
export async function touch(db: Db, idHash: IdHash, now: Date): Promise<boolean> {
  const { count } = await db.session.updateMany({ where: { idHash }, data: { touchedAt: now } })
  return count === 1
}

export async function end(db: Db | Tx, idHash: IdHash): Promise<void> {
  await db.session.deleteMany({ where: { idHash } })
}

/** By the identity provider's word; answers which ended. */
export async function endBySignIn(
  db: Db,
  kind: Kind,
  named: { sid: string } | { subject: string },
): Promise<IdHash[]> {
  const where = 'sid' in named ? { kind, sid: named.sid } : { kind, subject: named.subject }
  const rows = await db.session.findMany({ where, select: { idHash: true } })
  await db.session.deleteMany({ where })
  return rows.map((row) => row.idHash)
}

/** A sign-in was joined to another account: its open sessions follow. */
export async function moveAccount(
  tx: Tx,
  { subject, accountId, saidBy }: { subject: string; accountId: string; saidBy: string },
): Promise<void> {
  // The later word counts, in whatever order they come.
  const where = { kind: 'person', subject, saidBy: { lt: saidBy } }
  await tx.session.updateMany({ where, data: { accountId, saidBy } })
}

export async function endOver(db: Db, idleSince: Date, now: Date): Promise<number> {
  const where = { OR: [{ touchedAt: { lt: idleSince } }, { endsAt: { lt: now } }] }
  const { count } = await db.session.deleteMany({ where })
  return count
}
