import { civilDate, fromDbDate, toDbDate } from '@peercert/chassis/civil-date'
import type { FeeRequest } from '../../prisma/client/client.ts'
import type { Reader, Tx } from './database.ts'

export interface FeeRow {
  readonly feeCode: string
  readonly dueFrom: string
  readonly waiverId?: string
}

export interface FeeRequestPut {
  readonly id: string
  readonly accountId: string
  readonly matterKind: string
  readonly matterId: string
  readonly certificationNumber: string
  readonly fees: readonly FeeRow[]
  readonly lastDays: readonly string[]
  readonly putAt: Date
}

export type { FeeRequest }

export function find(db: Reader, id: string): Promise<FeeRequest | null> {
  return db.feeRequest.findUnique({ where: { id } })
}

/** Everything about the payments of one request goes one after another behind this lock. */
export async function lock(tx: Tx, id: string): Promise<FeeRequest> {
  await tx.$queryRaw`select id from fee_request where id = ${id}::uuid for update`
  return tx.feeRequest.findUniqueOrThrow({ where: { id } })
}

export function put(tx: Tx, { id, fees, lastDays, ...rest }: FeeRequestPut): Promise<FeeRequest> {
  const days = lastDays.map((day) => toDbDate(civilDate(day)))
  const values = { ...rest, fees: fees.map((fee) => ({ ...fee })), lastDays: days }
  return tx.feeRequest.upsert({ where: { id }, create: { id, ...values }, update: values })
}

/** What the rules need of the fees. */
export function feesOf(request: FeeRequest): { feeCode: string; dueFrom: Date; waived: boolean }[] {
  return (request.fees as unknown as FeeRow[]).map(({ feeCode, dueFrom, waiverId }) => ({
    feeCode,
    dueFrom: new Date(dueFrom),
    waived: waiverId !== undefined,
  }))
}

/** The civil days that end something for whoever owes this (WVR-15). */
export function lastDaysOf(request: FeeRequest): string[] {
  return request.lastDays.map(fromDbDate)
}

export async function settle(tx: Tx, id: string, settledAt: Date): Promise<void> {
  const quiet = { unpaidDueAt: null, unpaidOn: null, unpaidCents: null }
  await tx.feeRequest.update({ where: { id }, data: { settledAt, ...quiet } })
}

/** A payment was taken back: the item is unpaid again (PAY-8). */
export async function reopen(tx: Tx, id: string): Promise<void> {
  await tx.feeRequest.update({ where: { id }, data: { settledAt: null } })
}

export interface Unpaid {
  readonly dueAt: Date
  readonly on: string
  readonly cents: number
}

export async function rememberUnpaid(
  tx: Tx,
  id: string,
  { dueAt, on, cents }: Unpaid,
): Promise<void> {
  const data = { unpaidDueAt: dueAt, unpaidOn: toDbDate(civilDate(on)), unpaidCents: cents }
  await tx.feeRequest.update({ where: { id }, data })
}

export async function forgetUnpaid(tx: Tx, id: string): Promise<void> {
  const data = { unpaidDueAt: null, unpaidOn: null, unpaidCents: null }
  await tx.feeRequest.update({ where: { id }, data })
}

export async function unpaidDue(db: Reader, now: Date, limit: number): Promise<string[]> {
  const rows = await db.feeRequest.findMany({
    where: {
      unpaidDueAt: { lte: now },
      payments: { none: { state: { in: ['CREATED', 'PENDING'] } } },
    },
    orderBy: { unpaidDueAt: 'asc' },
    take: limit,
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

export function unpaidOf(request: FeeRequest): Unpaid | undefined {
  const { unpaidDueAt, unpaidOn, unpaidCents } = request
  if (!unpaidDueAt || !unpaidOn || unpaidCents === null) return undefined
  return { dueAt: unpaidDueAt, on: fromDbDate(unpaidOn), cents: unpaidCents }
}

/** The same matter may have been paid under another request: then nothing is unpaid. */
export async function isMatterPaid(db: Reader, request: FeeRequest): Promise<boolean> {
  const { accountId, matterId } = request
  const where = { accountId, matterId, settledAt: { not: null } }
  return (await db.feeRequest.count({ where })) > 0
}

/** Which of the matters of these requests are paid, under whatever request. */
export async function paidMatters(
  db: Reader,
  requests: readonly FeeRequest[],
): Promise<ReadonlySet<string>> {
  const accountId = { in: requests.map((request) => request.accountId) }
  const matterId = { in: requests.map((request) => request.matterId) }
  const where = { accountId, matterId, settledAt: { not: null } }
  const rows = await db.feeRequest.findMany({ where, select: { matterId: true } })
  return new Set(rows.map((row) => row.matterId))
}

/** False when that matter was told on that day already. */
export async function takeNotice(tx: Tx, matterId: string, day: string): Promise<boolean> {
  const data = { matterId, day: toDbDate(civilDate(day)) }
  const { count } = await tx.unpaidNotice.createMany({ data, skipDuplicates: true })
  return count === 1
}
