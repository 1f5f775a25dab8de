import type { Db, Tx } from './database.ts'

export interface NewJoin {
  readonly id: string
  readonly certificationNumber: string
  readonly accountId: string
  readonly subject: string
  readonly signInName: string
  readonly signInEmail: string
  readonly checkList: string[]
  readonly otherLogIns: string | null
  readonly reason: string
  readonly lockoutId: string | null
  readonly proposedBy: string
  readonly proposedRole: string
  readonly proposedAt: Date
}

export async function propose(tx: Tx, join: NewJoin): Promise<void> {
  await tx.signInJoin.create({ data: join })
}

export type Join = NonNullable<Awaited<ReturnType<typeof find>>>

export function find(db: Db | Tx, id: string) {
  return db.signInJoin.findUnique({ where: { id } })
}

export function listProposed(db: Db) {
  return db.signInJoin.findMany({
    where: { state: 'proposed' },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
    take: 500,
  })
}

export async function isProposed(tx: Tx, subject: string): Promise<boolean> {
  return (await tx.signInJoin.findFirst({ where: { subject, state: 'proposed' } })) !== null
}

/** False when somebody else decided first. */
export async function decide(
  tx: Tx,
  id: string,
  decision: {
    state: 'approved' | 'declined'
    decidedBy: string
    decidedRole: string
    decidedAt: Date
    decisionReason: string
  },
): Promise<boolean> {
  const { count } = await tx.signInJoin.updateMany({
    where: { id, state: 'proposed' },
    data: decision,
  })
  return count === 1
}
