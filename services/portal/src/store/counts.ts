import type { Db, Tx } from './database.ts'

/** Days are as the database keeps them: midnight UTC of the civil date. */

/** Staff opened somebody's file; twice a day counts once. */
export async function countContact(db: Db, day: Date, accountId: string): Promise<void> {
  await db.contact.createMany({ data: [{ day, accountId }], skipDuplicates: true })
}

/** Each renewal once, however often it is told. */
export async function countRenewal(tx: Tx, day: Date, renewalId: string): Promise<void> {
  const { count } = await tx.countedRenewal.createMany({
    data: [{ id: renewalId }],
    skipDuplicates: true,
  })
  if (count === 0) return
  await tx.renewalDay.upsert({
    where: { day },
    create: { day, count: 1 },
    update: { count: { increment: 1 } },
  })
}

export async function since(db: Db, day: Date): Promise<{ contacts: number; renewals: number }> {
  const from = { day: { gte: day } }
  const [contacts, sum] = await Promise.all([
    db.contact.count({ where: from }),
    db.renewalDay.aggregate({ where: from, _sum: { count: true } }),
  ])
  return { contacts, renewals: sum._sum.count ?? 0 }
}
