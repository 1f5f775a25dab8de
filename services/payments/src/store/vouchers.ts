import { createHash } from 'node:crypto'
import { civilDate, fromDbDate, toDbDate } from '@peercert/chassis/civil-date'
import type { Voucher } from '../../prisma/client/client.ts'
import type { Reader, Tx } from './database.ts'
import * as programs from './programs.ts'

export type { Voucher }

/** What the rules need of a voucher. */
export interface VoucherFacts {
  readonly id: string
  readonly number: string
  readonly accountId: string
  readonly feeCode: string
  readonly state: 'issued' | 'held' | 'redeemed'
  readonly expiresOn: string
  readonly paymentId: string | null
  readonly programUntil: string
  readonly program: string
  readonly issuedOn: string
  readonly redeemedOn: string | null
}

/** The code itself has 80 bits of chance, so its plain digest tells nothing. */
export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

export async function findByCode(
  db: Reader,
  code: string,
  on: string,
): Promise<VoucherFacts | undefined> {
  return facts(db, await db.voucher.findUnique({ where: { codeHash: hashOf(code) } }), on)
}

export async function find(db: Reader, id: string, on: string): Promise<VoucherFacts | undefined> {
  return facts(db, await db.voucher.findUnique({ where: { id } }), on)
}

export async function findByNumber(db: Reader, number: string): Promise<Voucher | null> {
  return db.voucher.findUnique({ where: { number } })
}

/** After the locks of fee request and payment; a second racer then sees who holds it. */
export async function lock(tx: Tx, id: string, on: string): Promise<VoucherFacts | undefined> {
  await tx.$queryRaw`select id from voucher where id = ${id}::uuid for update`
  return find(tx, id, on)
}

export async function listOfAccount(
  db: Reader,
  accountId: string,
  on: string,
): Promise<VoucherFacts[]> {
  const rows = await db.voucher.findMany({ where: { accountId }, orderBy: { number: 'desc' } })
  const ends = await programs.endsOn(db, on)
  return rows.map((row) => factsOf(row, ends))
}

/** Unique by payment, so one payment holds one voucher and one voucher serves one payment. */
export async function hold(tx: Tx, id: string, paymentId: string): Promise<boolean> {
  const data = { state: 'held', paymentId }
  const { count } = await tx.voucher.updateMany({ where: { id, state: 'issued' }, data })
  return count === 1
}

export async function release(tx: Tx, id: string, paymentId: string): Promise<boolean> {
  const data = { state: 'issued', paymentId: null }
  const { count } = await tx.voucher.updateMany({ where: { id, state: 'held', paymentId }, data })
  return count === 1
}

/** Consumed when the payment completes, not when typed (WVR-14). Its code is of no use any more. */
export async function redeem(tx: Tx, id: string, paymentId: string, on: string): Promise<boolean> {
  const data = { state: 'redeemed', redeemedOn: toDbDate(civilDate(on)), code: null }
  const { count } = await tx.voucher.updateMany({ where: { id, state: 'held', paymentId }, data })
  return count === 1
}

export interface NewVoucher {
  readonly id: string
  readonly number: string
  readonly code: string
  readonly mailed: string
  readonly program: string
  readonly accountId: string
  readonly feeCode: string
  readonly issuedOn: string
  readonly expiresOn: string
}

export async function create(tx: Tx, voucher: NewVoucher): Promise<void> {
  const { code, mailed, issuedOn, expiresOn, ...rest } = voucher
  await tx.voucher.create({
    data: {
      ...rest,
      state: 'issued',
      codeHash: hashOf(code),
      code: mailed,
      issuedOn: toDbDate(civilDate(issuedOn)),
      expiresOn: toDbDate(civilDate(expiresOn)),
    },
  })
}

/** The codes of those that can still be used; a used or ended one has none to tell. */
export async function codesOf(db: Reader, ids: readonly string[], on: string) {
  const rows = await db.voucher.findMany({
    where: {
      id: { in: [...ids] },
      code: { not: null },
      expiresOn: { gte: toDbDate(civilDate(on)) },
    },
    select: { id: true, code: true },
  })
  return rows.map(({ id, code }) => ({ voucherId: id, code: code ?? '' }))
}

async function facts(
  db: Reader,
  row: Voucher | null,
  on: string,
): Promise<VoucherFacts | undefined> {
  return row ? factsOf(row, await programs.endsOn(db, on)) : undefined
}

function factsOf(row: Voucher, ends: ReadonlyMap<string, string>): VoucherFacts {
  return {
    id: row.id,
    number: row.number,
    accountId: row.accountId,
    feeCode: row.feeCode,
    state: row.state as VoucherFacts['state'],
    expiresOn: fromDbDate(row.expiresOn),
    paymentId: row.paymentId,
    // A program without a row in force is closed.
    programUntil: ends.get(row.program) ?? '0000-00-00',
    program: row.program,
    issuedOn: fromDbDate(row.issuedOn),
    redeemedOn: row.redeemedOn && fromDbDate(row.redeemedOn),
  }
}

/** One at a time for each person: fifty guesses at once count as fifty. */
export async function lockGuessing(tx: Tx, accountId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`voucher/${accountId}`}, 2))::text`
}

export async function wrongCodes(db: Reader, accountId: string, since: Date): Promise<Date[]> {
  const where = { accountId, at: { gte: since } }
  const rows = await db.wrongCode.findMany({ where, orderBy: { at: 'asc' }, select: { at: true } })
  return rows.map((row) => row.at)
}

/** What no longer counts goes with the next one that does. */
export async function addWrongCode(
  tx: Tx,
  { accountId, at, oldest }: { accountId: string; at: Date; oldest: Date },
): Promise<void> {
  await tx.wrongCode.deleteMany({ where: { accountId, at: { lt: oldest } } })
  await tx.wrongCode.create({ data: { accountId, at } })
}
