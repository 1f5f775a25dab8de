import type { History } from '../../prisma/client/client.ts'
import type { Json, Reader, Tx } from './database.ts'

export type Fact = string | number | boolean | null

export interface Actor {
  readonly kind: 'person' | 'system' | 'staff'
  readonly subject?: string
  readonly role?: string
}

export const system: Actor = { kind: 'system' }
export const person: Actor = { kind: 'person' }

export interface HistoryEntry {
  readonly accountId: string
  readonly at: Date
  readonly code: string
  readonly facts: Readonly<Record<string, Fact>>
  readonly actor: Actor
  readonly ruleIds: readonly string[]
  readonly filter?: 'money' | 'staff'
  readonly reason?: string
  readonly why?: Json
  readonly linkedId?: string
}

/** A line that is never changed (CONV-10), in the transaction of what it reports. */
export async function write(tx: Tx, entry: HistoryEntry): Promise<void> {
  const { actor, ruleIds, filter = 'money', reason, why, linkedId, facts, ...rest } = entry
  await tx.history.create({
    data: {
      ...rest,
      filter,
      facts: facts as Json,
      ruleIds: [...ruleIds],
      actorKind: actor.kind,
      actorSubject: actor.subject ?? null,
      actorRole: actor.role ?? null,
      reason: reason ?? null,
      linkedId: linkedId ?? null,
      ...(why !== undefined && { why }),
    },
  })
}

export function listOfAccount(db: Reader, accountId: string): Promise<History[]> {
  return db.history.findMany({ where: { accountId }, orderBy: { id: 'desc' } })
}
