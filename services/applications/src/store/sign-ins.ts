import type { Tx } from './database.ts'

/** The account of a sign-in; nothing while identity has not said which. */
export async function findAccount(tx: Tx, subject: string): Promise<string | null> {
  const row = await tx.signIn.findUnique({ where: { subject } })
  return row?.accountId ?? null
}

/** A sign-in belongs to one account; a later word moves it. */
export async function link(tx: Tx, subject: string, accountId: string): Promise<void> {
  await tx.signIn.upsert({
    where: { subject },
    create: { subject, accountId },
    update: { accountId },
  })
}

/** Only from the account that is named: the sign-in may have moved on. */
export async function unlink(tx: Tx, subject: string, accountId: string): Promise<void> {
  await tx.signIn.deleteMany({ where: { subject, accountId } })
}
