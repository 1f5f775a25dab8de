import type { Db, Tx } from './database.ts'

export type JoinedBy = 'own' | 'match' | 'claim' | 'staff'

/** What the last ID token of a sign-in said. */
export interface SignInFacts {
  readonly subject: string
  readonly name: string
  readonly foldedName: string
  readonly email: string
  readonly emailKey: string
  readonly emailVerified: boolean
}

export type SignIn = NonNullable<Awaited<ReturnType<typeof find>>>

export function find(db: Db | Tx, subject: string) {
  return db.signIn.findUnique({ where: { subject } })
}

/** Two requests of one sign-in, known or not, go one after the other. */
export async function lock(tx: Tx, subject: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${subject}, 2))`
}

export async function add(
  tx: Tx,
  facts: SignInFacts,
  place: { accountId: string; joinedBy: JoinedBy; since: Date },
): Promise<void> {
  await tx.signIn.create({ data: { ...facts, ...place } })
}

export async function refresh(tx: Tx, facts: SignInFacts): Promise<void> {
  const { subject, ...data } = facts
  await tx.signIn.update({ where: { subject }, data })
}

export async function move(
  tx: Tx,
  subject: string,
  place: { accountId: string; joinedBy: JoinedBy; since: Date },
): Promise<void> {
  await tx.signIn.update({ where: { subject }, data: place })
}

export async function remove(tx: Tx, subject: string): Promise<void> {
  await tx.signIn.delete({ where: { subject } })
}

/** Log-ins that proved this address; there should be one. */
export function proved(db: Db | Tx, emailKey: string) {
  return db.signIn.findMany({ where: { emailKey, emailVerified: true }, take: 2 })
}
