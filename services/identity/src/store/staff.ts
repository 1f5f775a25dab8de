import type { Db } from './database.ts'

export async function remember(db: Db, member: { subject: string; name: string; seenAt: Date }) {
  const { subject, name, seenAt } = member
  await db.staffMember.upsert({
    where: { subject },
    create: { subject, name, seenAt },
    update: { name, seenAt },
  })
}

export function list(db: Db, subjects: readonly string[]) {
  return db.staffMember.findMany({
    where: { subject: { in: [...subjects] } },
    select: { subject: true, name: true },
  })
}
