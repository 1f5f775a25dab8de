import type { Db, Tx } from './database.ts'

export interface NewClaim {
  readonly subject: string
  readonly askedAt: Date
  readonly number: string | null
  readonly foldedName: string
  readonly codeId: string
}

/** Kept as it was typed; whether it fits anything is found out apart from the request. */
export async function add(tx: Tx, claim: NewClaim): Promise<void> {
  await tx.claim.create({ data: { id: crypto.randomUUID(), state: 'asked', ...claim } })
}

export function countSince(tx: Tx, subject: string, since: Date): Promise<number> {
  return tx.claim.count({ where: { subject, askedAt: { gt: since } } })
}

/** Codes that went to an account. */
export function countSent(tx: Tx, accountId: string, since: Date): Promise<number> {
  return tx.claim.count({ where: { accountId, askedAt: { gt: since } } })
}

export interface AskedClaim {
  readonly id: string
  readonly subject: string
  readonly number: string | null
  readonly foldedName: string | null
  readonly codeId: string
}

/** One that nobody else judges at the moment. */
export async function lockAsked(tx: Tx): Promise<AskedClaim | undefined> {
  const [row] = await tx.$queryRaw<AskedClaim[]>`
    select id, subject, number, folded_name as "foldedName", code_id as "codeId"
    from claim where state = 'asked' order by asked_at limit 1 for update skip locked`
  return row
}

/** What was typed is not kept; the account only when a code goes to it. */
export async function judge(tx: Tx, id: string, accountId: string | null): Promise<void> {
  await tx.claim.update({
    where: { id },
    data: { state: 'judged', accountId, number: null, foldedName: null },
  })
}

/** The newest of a sign-in; an older one's code does not count any more. */
export function latest(tx: Tx, subject: string) {
  return tx.claim.findFirst({ where: { subject }, orderBy: { askedAt: 'desc' } })
}

export async function anyAsked(db: Db): Promise<boolean> {
  return (await db.claim.findFirst({ where: { state: 'asked' }, select: { id: true } })) !== null
}

/** Long after its code ran out, a claim tells nobody anything. */
export async function forget(db: Db, before: Date): Promise<void> {
  await db.claim.deleteMany({ where: { askedAt: { lt: before } } })
}
