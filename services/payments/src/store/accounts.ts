import type { Reader, Tx } from './database.ts'

/** Which account a sign-in belongs to; nothing for a stranger. */
export async function findAccount(db: Reader, subject: string): Promise<string | undefined> {
  const row = await db.signIn.findUnique({ where: { subject } })
  return row?.accountId
}

export async function linkSignIn(tx: Tx, subject: string, accountId: string): Promise<void> {
  const update = { accountId }
  await tx.signIn.upsert({ where: { subject }, create: { subject, accountId }, update })
}

/** Only if it still belongs to that account: a later link may have moved it. */
export async function unlinkSignIn(tx: Tx, subject: string, accountId: string): Promise<void> {
  await tx.signIn.deleteMany({ where: { subject, accountId } })
}
