import { civilDate, startOf, toDbDate } from '@peercert/chassis/civil-date'
import type { Prisma } from '../../prisma/client/client.ts'
import type { Reader, Tx } from './database.ts'
import * as feeRequests from './fee-requests.ts'

const withRequest = { feeRequest: true } as const

export type VoucherTask = Prisma.VoucherTaskGetPayload<{ include: typeof withRequest }>

export interface Locked {
  readonly id: string
  readonly accountId: string
  readonly feeRequestId: string
  readonly day: string
  readonly since: Date
}

/** One for each account and day: a field that locks again opens the one that was closed, and adds none. */
export async function open(tx: Tx, { day, ...locked }: Locked): Promise<void> {
  const [{ accountId, feeRequestId, since }, on] = [locked, toDbDate(civilDate(day))]
  const data = { ...locked, day: on }
  const { count } = await tx.voucherTask.createMany({ data, skipDuplicates: true })
  if (count === 1) return
  await tx.voucherTask.updateMany({
    where: { accountId, day: on, open: false },
    data: { open: true, feeRequestId, since },
  })
}

/** Those of today whose fee is still owed: nobody is called about what is paid or past. */
export async function listOpen(db: Reader, today: string): Promise<VoucherTask[]> {
  const rows = await db.voucherTask.findMany({
    where: { day: toDbDate(civilDate(today)), open: true },
    orderBy: [{ since: 'asc' }, { id: 'asc' }],
    include: withRequest,
  })
  const paid = await feeRequests.paidMatters(
    db,
    rows.map((row) => row.feeRequest),
  )
  return rows.filter((row) => !paid.has(row.feeRequest.matterId))
}

export function find(db: Reader, id: string): Promise<VoucherTask | null> {
  return db.voucherTask.findUnique({ where: { id }, include: withRequest })
}

export interface PhoneCall {
  readonly outcome: string
  readonly at: Date
  readonly by: string
}

/** False when a colleague was quicker. */
export async function close(tx: Tx, id: string, { outcome, at, by }: PhoneCall): Promise<boolean> {
  const data = { open: false, callOutcome: outcome, callAt: at, callBy: by }
  const { count } = await tx.voucherTask.updateMany({ where: { id, open: true }, data })
  return count === 1
}

/** Why vouchers of these people were refused since a day began, as their histories say. */
export async function refusalsSince(
  db: Reader,
  accountIds: readonly string[],
  day: string,
): Promise<{ accountId: string; code: string }[]> {
  const rows = await db.history.findMany({
    where: {
      accountId: { in: [...accountIds] },
      code: 'voucher.refused',
      at: { gte: startOf(civilDate(day)) },
    },
    orderBy: { id: 'asc' },
    select: { accountId: true, facts: true },
  })
  return rows.map(({ accountId, facts }) => ({ accountId, code: (facts as { code: string }).code }))
}
