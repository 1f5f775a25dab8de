import { createHash } from 'node:crypto'
import type { Db, Tx } from './database.ts'

export interface Report {
  readonly name: string
  readonly contact: string
  readonly certificationNumber: string | null
  readonly language: string | null
  readonly reportedAt: Date
}

/** The same report again adds nothing while the first is open. */
export async function addReport(db: Db, report: Report): Promise<void> {
  const { name, contact, certificationNumber } = report
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([name, contact, certificationNumber].map((part) => part?.toLowerCase())))
    .digest('hex')
  await db.lockout.createMany({
    data: [{ id: crypto.randomUUID(), origin: 'report', fingerprint, ...report }],
    skipDuplicates: true,
  })
}

export interface Mismatch extends Report {
  readonly subject: string
  readonly accountId: string
}

/** Once per sign-in and account; the id, or undefined when it was there already. */
export async function addMismatch(tx: Tx, mismatch: Mismatch): Promise<string | undefined> {
  const id = crypto.randomUUID()
  const fingerprint = `${mismatch.subject}/${mismatch.accountId}`
  const { count } = await tx.lockout.createMany({
    data: [{ id, origin: 'mismatch', fingerprint, ...mismatch }],
    skipDuplicates: true,
  })
  return count === 1 ? id : undefined
}

export type Lockout = NonNullable<Awaited<ReturnType<typeof find>>>

export function find(db: Db | Tx, id: string) {
  return db.lockout.findUnique({ where: { id } })
}

export function listOpen(db: Db) {
  return db.lockout.findMany({
    where: { state: 'open' },
    orderBy: [{ reportedAt: 'asc' }, { id: 'asc' }],
    take: 500,
  })
}

/** False when somebody else closed it first. */
export async function close(
  tx: Tx,
  id: string,
  by: { closedBy: string; closedAt: Date; reason: string },
): Promise<boolean> {
  const { count } = await tx.lockout.updateMany({
    where: { id, state: 'open' },
    data: { state: 'closed', ...by },
  })
  return count === 1
}
