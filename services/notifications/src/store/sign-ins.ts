import type { Tx } from './database.ts'

export interface SignIn {
  readonly accountId: string
  readonly subject: string
}

/** A later link of the same sign-in moves it; facts of two accounts may come in any order. */
export async function linkSignIn(tx: Tx, { subject, accountId }: SignIn, at: Date): Promise<void> {
  await tx.$executeRaw`
    insert into sign_in (subject, account_id, linked_at)
    values (${subject}, ${accountId}::uuid, ${at}::timestamptz)
    on conflict (subject) do update
    set account_id = excluded.account_id, linked_at = excluded.linked_at
    where sign_in.linked_at <= excluded.linked_at`
}

export async function unlinkSignIn(tx: Tx, { subject, accountId }: SignIn): Promise<void> {
  await tx.signIn.deleteMany({ where: { subject, accountId } })
}

export async function findAccount(tx: Tx, subject: string): Promise<string | undefined> {
  const row = await tx.signIn.findUnique({ where: { subject } })
  return row?.accountId
}
