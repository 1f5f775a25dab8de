import type { Prisma } from '../../prisma/client/client.ts'
import type { Db, Tx } from './database.ts'

export interface NewAccount {
  readonly id: string
  readonly legalName: string
  readonly foldedName: string
  readonly email: string
  readonly emailKey: string
  readonly holdsEmail: boolean
  readonly emailVerified: boolean
  readonly language: string
  readonly at: Date
}

export async function open(tx: Tx, account: NewAccount): Promise<void> {
  const { at, ...data } = account
  await tx.account.create({ data: { ...data, imported: false, savedAt: at, openedAt: at } })
}

const whole = {
  certifications: { select: { number: true }, orderBy: { number: 'asc' } },
  signIns: { orderBy: { since: 'asc' } },
  formerEmails: { orderBy: { until: 'asc' } },
  formerNames: { orderBy: { until: 'asc' } },
} as const satisfies Prisma.AccountInclude

export type Account = NonNullable<Awaited<ReturnType<typeof find>>>

export function find(db: Db | Tx, id: string) {
  return db.account.findUnique({ where: { id }, include: whole })
}

export function findOf(db: Db | Tx, subject: string) {
  return db.account.findFirst({ where: { signIns: { some: { subject } } }, include: whole })
}

export function findByNumber(db: Db | Tx, number: string) {
  return db.account.findFirst({ where: { certifications: { some: { number } } }, include: whole })
}

/** Everything that changes an account holds its row first. */
export async function lock(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`select 1 from account where id = ${id}::uuid for update`
}

/** Several at once always in the same order, so that two who need the same never wait for each other. */
export async function lockAll(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort()) await lock(tx, id)
}

/**
 * The account that holds an address; its row is locked, and that of `own` with it. Who holds it may
 * change until the lock is ours, so we look again.
 */
export async function lockHolder(
  tx: Tx,
  emailKey: string,
  own?: string,
): Promise<Account | undefined> {
  for (;;) {
    const id = await findHolder(tx, emailKey)
    await lockAll(
      tx,
      [id, own].filter((one) => one !== undefined),
    )
    if ((await findHolder(tx, emailKey)) !== id) continue
    return id === undefined ? undefined : ((await find(tx, id)) ?? undefined)
  }
}

export async function findHolder(db: Db | Tx, emailKey: string): Promise<string | undefined> {
  const row = await db.account.findFirst({
    where: { emailKey, holdsEmail: true },
    select: { id: true },
  })
  return row?.id
}

/** The proved address counts from now; who held another one is remembered by that, too. */
export async function changeEmail(
  tx: Tx,
  account: { id: string; email: string; emailKey: string; holdsEmail: boolean },
  next: { email: string; emailKey: string; at: Date },
): Promise<void> {
  const { id: accountId, email, emailKey } = account
  if (emailKey !== next.emailKey)
    await tx.formerEmail.create({
      data: { id: crypto.randomUUID(), accountId, email, emailKey, until: next.at },
    })
  await tx.account.update({
    where: { id: accountId },
    data: {
      email: next.email,
      emailKey: next.emailKey,
      holdsEmail: true,
      emailVerified: true,
      mailState: 'ok',
      version: { increment: 1 },
      savedAt: next.at,
    },
  })
}

export async function holdEmail(tx: Tx, id: string): Promise<void> {
  await tx.account.update({ where: { id }, data: { holdsEmail: true, emailVerified: true } })
}

export async function verifyEmail(tx: Tx, id: string): Promise<void> {
  await tx.account.update({ where: { id }, data: { emailVerified: true } })
}

export async function changeName(
  tx: Tx,
  account: { id: string; legalName: string },
  next: { legalName: string; foldedName: string; at: Date },
): Promise<void> {
  await tx.formerName.create({
    data: {
      id: crypto.randomUUID(),
      accountId: account.id,
      legalName: account.legalName,
      until: next.at,
    },
  })
  await tx.account.update({
    where: { id: account.id },
    data: {
      legalName: next.legalName,
      foldedName: next.foldedName,
      version: { increment: 1 },
      savedAt: next.at,
    },
  })
}

/** An empty account whose sign-in moved: it holds nothing any more and is found by nobody. */
export async function close(tx: Tx, id: string, mergedInto: string, at: Date): Promise<void> {
  await tx.account.update({
    where: { id },
    data: { closedAt: at, mergedInto, holdsEmail: false },
  })
  await tx.searchWord.deleteMany({ where: { accountId: id } })
}

/** False when it was in that state already. */
export async function setMailState(tx: Tx, id: string, mailState: 'ok' | 'bounced') {
  const { count } = await tx.account.updateMany({
    where: { id, mailState: { not: mailState }, closedAt: null },
    data: { mailState },
  })
  return count === 1
}

/** Numbers never change hands by an event; a first word of a number counts. */
export async function learnNumber(tx: Tx, number: string, accountId: string): Promise<void> {
  await tx.$executeRaw`insert into certification (number, account_id)
    select ${number}, id from account where id = ${accountId}::uuid
    on conflict (number) do nothing`
}

export function names(db: Db, ids: readonly string[]) {
  return db.account.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, legalName: true },
  })
}
