import type { Refund } from '../../prisma/client/client.ts'
import type { Db, Reader, Tx } from './database.ts'

export type { Refund }

export interface NewRefund {
  readonly id: string
  readonly paymentId: string
  readonly accountId: string
  readonly amountCents: number
  readonly mistake: string
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
}

export function create(tx: Tx, refund: NewRefund): Promise<Refund> {
  return tx.refund.create({ data: { ...refund, state: 'proposed' } })
}

export function find(db: Reader, id: string): Promise<Refund | null> {
  return db.refund.findUnique({ where: { id } })
}

/** After the locks of fee request and payment. */
export async function lock(tx: Tx, id: string): Promise<Refund> {
  await tx.$queryRaw`select id from refund where id = ${id}::uuid for update`
  return tx.refund.findUniqueOrThrow({ where: { id } })
}

export function change(tx: Tx, id: string, data: Partial<Omit<Refund, 'id'>>): Promise<Refund> {
  return tx.refund.update({ where: { id }, data })
}

export function listOpen(db: Reader): Promise<Refund[]> {
  const where = { state: { in: ['proposed', 'approved'] } }
  return db.refund.findMany({ where, orderBy: { proposedAt: 'asc' } })
}

export function countOpen(db: Reader, paymentId: string): Promise<number> {
  return db.refund.count({ where: { paymentId, state: { in: ['proposed', 'approved'] } } })
}

/** Approved, and the processor's answer is still missing. */
export async function takeDue(db: Db, now: Date, until: Date, limit: number): Promise<Refund[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    update refund set next_check_at = ${until}, checks = checks + 1
    where id in (
      select id from refund where state = 'approved' and next_check_at <= ${now}
      order by next_check_at limit ${limit} for update skip locked)
    returning id`
  return db.refund.findMany({ where: { id: { in: rows.map((row) => row.id) } } })
}
