import type { Reader, Tx } from './database.ts'

export async function isKnown(db: Reader, id: string): Promise<boolean> {
  return (await db.webhookEvent.count({ where: { id } })) > 0
}

/** False when the processor has sent it before. */
export async function take(
  tx: Tx,
  event: { id: string; type: string; receivedAt: Date },
): Promise<boolean> {
  const { count } = await tx.webhookEvent.createMany({ data: event, skipDuplicates: true })
  return count === 1
}
