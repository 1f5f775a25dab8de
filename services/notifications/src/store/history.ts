import type { History, Prisma } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

export type HistoryRow = History

export interface Actor {
  readonly kind: 'person' | 'system' | 'staff'
  readonly subject?: string
  readonly role?: string
}

export interface NewLine {
  readonly accountId: string
  readonly at: Date
  readonly code: string
  readonly facts: Prisma.InputJsonObject
  readonly actor: Actor
  readonly reason?: string | undefined
  readonly ruleIds: readonly string[]
  readonly linkedId?: string | undefined
}

/** What somebody did, in the transaction in which it happened (CONV-10). */
export async function keepLine(tx: Tx, line: NewLine): Promise<void> {
  const { actor, ruleIds, reason = null, linkedId = null, ...rest } = line
  const data = { ...rest, actor: { ...actor }, ruleIds: [...ruleIds], reason, linkedId }
  await tx.history.create({ data })
}

export function linesOf(tx: Tx, accountId: string): Promise<HistoryRow[]> {
  return tx.history.findMany({ where: { accountId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
}
