import type { Db, Tx } from './database.ts'

export interface NewEmailChange {
  readonly id: string
  readonly accountId: string
  readonly oldEmail: string
  readonly newEmail: string
  readonly askedAt: Date
}

/** The person proved the address at the sign-in; only the old address is still to be told. */
export async function addDone(tx: Tx, change: NewEmailChange): Promise<void> {
  await tx.emailChange.create({ data: { ...change, state: 'done', checkList: [] } })
}

export async function addWaiting(
  tx: Tx,
  change: NewEmailChange & {
    codeId: string
    askedBy: string
    checkList: string[]
    reason: string
  },
): Promise<void> {
  await tx.emailChange.create({ data: { ...change, state: 'waiting' } })
}

export function find(db: Db | Tx, id: string, accountId: string) {
  return db.emailChange.findFirst({ where: { id, accountId } })
}

/** The old address is the one that counted until now, not the one when the change was asked for. */
export async function finish(tx: Tx, id: string, oldEmail: string): Promise<void> {
  await tx.emailChange.update({ where: { id }, data: { state: 'done', oldEmail } })
}

/** Old addresses to be told, by change. */
export function done(db: Db, ids: readonly string[]) {
  return db.emailChange.findMany({
    where: { id: { in: [...ids] }, state: 'done' },
    select: { id: true, oldEmail: true },
  })
}
