import type { Payment } from '../../prisma/client/client.ts'
import type { Db, Reader, Tx } from './database.ts'

export type { Payment }

export interface LineRow {
  readonly feeCode: string
  readonly amountCents: number
  readonly settledBy: 'card' | 'voucher' | 'waiver'
  readonly voucherNumber?: string
}

export function linesOf(row: { lines: unknown }): LineRow[] {
  return row.lines as LineRow[]
}

const live = ['CREATED', 'PENDING']

export function find(db: Reader, id: string): Promise<Payment | null> {
  return db.payment.findUnique({ where: { id } })
}

export function findByIntent(db: Reader, intentId: string): Promise<Payment | null> {
  return db.payment.findUnique({ where: { intentId } })
}

/** After the lock of its fee request, never before: one order for everybody. */
export async function lock(tx: Tx, id: string): Promise<Payment> {
  await tx.$queryRaw`select id from payment where id = ${id}::uuid for update`
  return tx.payment.findUniqueOrThrow({ where: { id } })
}

export function findLive(db: Reader, feeRequestId: string): Promise<Payment | null> {
  return db.payment.findFirst({ where: { feeRequestId, state: { in: live } } })
}

/** The payment that settled the request; before that, the last one tried. */
export async function findCurrent(db: Reader, request: { id: string; settledAt: Date | null }) {
  const where = { feeRequestId: request.id, ...(request.settledAt && { receipt: { isNot: null } }) }
  return db.payment.findFirst({ where, orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }] })
}

export function listOfAccount(db: Reader, accountId: string) {
  const orderBy = { receivedAt: 'desc' } as const
  return db.payment.findMany({ where: { accountId }, orderBy, include: { receipt: true } })
}

/** Outcome unknown, oldest first. */
export function listUnknown(db: Reader) {
  return db.payment.findMany({
    where: { state: { in: live }, checkingSince: { not: null } },
    orderBy: { checkingSince: 'asc' },
    include: { receipt: true },
  })
}

export interface Claim {
  readonly id: string
  readonly feeRequestId: string
  readonly accountId: string
  readonly matterId: string
  readonly stampedAt: Date
  readonly receivedAt: Date
  readonly totalCents: number
  readonly lines: readonly LineRow[]
  readonly voucherId: string | null
  readonly confirmationToken: string | null
  readonly nextCheckAt: Date
}

export function create(tx: Tx, { lines, ...claim }: Claim): Promise<Payment> {
  return tx.payment.create({
    data: { ...claim, state: 'CREATED', lines: lines.map((line) => ({ ...line })) },
  })
}

/** False when somebody else has ended it meanwhile. */
export async function markPending(db: Reader, id: string, nextCheckAt: Date): Promise<boolean> {
  const data = { state: 'PENDING', nextCheckAt }
  const { count } = await db.payment.updateMany({ where: { id, state: 'CREATED' }, data })
  return count === 1
}

export type Change = Partial<
  Omit<Payment, 'id' | 'feeRequestId' | 'accountId' | 'stampedAt' | 'lines'>
>

export function change(tx: Tx, id: string, data: Change): Promise<Payment> {
  return tx.payment.update({ where: { id }, data })
}

/** Only a claim for which the processor was surely not asked. */
export async function discard(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.payment.deleteMany({ where: { id, state: 'CREATED' } })
  return count === 1
}

/** Takes payments nobody is at work on, each for one replica, until `until`. */
export async function takeDue(db: Db, now: Date, until: Date, limit: number): Promise<Payment[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    update payment set next_check_at = ${until}, checks = checks + 1
    where id in (
      select id from payment where state in ('CREATED', 'PENDING') and next_check_at <= ${now}
      order by next_check_at limit ${limit} for update skip locked)
    returning id`
  return db.payment.findMany({ where: { id: { in: rows.map((row) => row.id) } } })
}

export async function delayed(db: Reader, since: Date, limit: number): Promise<Payment[]> {
  return db.payment.findMany({
    where: { state: { in: live }, checkingSince: { lte: since }, delayToldAt: null },
    orderBy: { checkingSince: 'asc' },
    take: limit,
  })
}

export async function findByCard(db: Reader, last4: string, from: Date, until: Date) {
  return db.payment.findMany({
    where: { cardLast4: last4, stampedAt: { gte: from, lt: until } },
    orderBy: { stampedAt: 'desc' },
    take: 50,
  })
}
