import type { Tx } from './database.ts'

export interface SignInWord {
  readonly subject: string
  readonly accountId: string
  /** The id of the fact: ids of one source are in the order in which it said them. */
  readonly saidBy: string
}

/** The account of a sign-in; nothing while identity has not said which. */
export async function findAccount(tx: Tx, subject: string): Promise<string | null> {
  const row = await tx.signIn.findUnique({ where: { subject } })
  return row?.accountId ?? null
}

/** A sign-in belongs to one account; the later word counts, in whatever order they come. */
export async function link(tx: Tx, { subject, accountId, saidBy }: SignInWord): Promise<void> {
  await tx.$executeRaw`
    insert into sign_in (subject, account_id, said_by)
    values (${subject}, ${accountId}::uuid, ${saidBy}::uuid)
    on conflict (subject) do update
    set account_id = excluded.account_id, said_by = excluded.said_by
    where sign_in.said_by is null or sign_in.said_by < excluded.said_by`
}

/** Only from the account that is named: the sign-in may have moved on. */
export async function unlink(tx: Tx, { subject, accountId, saidBy }: SignInWord): Promise<void> {
  await tx.$executeRaw`
    insert into sign_in (subject, account_id, said_by)
    values (${subject}, null, ${saidBy}::uuid)
    on conflict (subject) do update set account_id = null, said_by = excluded.said_by
    where (sign_in.said_by is null or sign_in.said_by < excluded.said_by)
      and (sign_in.account_id is null or sign_in.account_id = ${accountId}::uuid)`
}
