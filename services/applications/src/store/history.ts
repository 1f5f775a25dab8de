import type { Prisma } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

export type Actor =
  | { readonly kind: 'person' }
  | { readonly kind: 'system' }
  | { readonly kind: 'staff'; readonly subject: string; readonly role: string }

export type Fact = string | number | boolean | null

/** One thing that happened (CONV-10): written in the transaction of the change. */
export interface Line {
  readonly accountId: string
  readonly at: Date
  readonly filter: 'money' | 'status' | 'signature' | 'staff' | 'mail'
  readonly code: string
  readonly facts: Readonly<Record<string, Fact>>
  readonly actor: Actor
  readonly reason?: string | undefined
  readonly ruleIds: readonly string[]
  /** The numbers and inputs the decision was made with. */
  readonly why?: Readonly<Record<string, unknown>> | undefined
  readonly linkedId?: string | undefined
}

export async function record(tx: Tx, line: Line): Promise<void> {
  await tx.history.create({
    data: {
      accountId: line.accountId,
      at: line.at,
      filter: line.filter,
      code: line.code,
      facts: line.facts as Prisma.InputJsonObject,
      actor: line.actor as unknown as Prisma.InputJsonObject,
      ruleIds: [...line.ruleIds],
      ...(line.reason !== undefined && { reason: line.reason }),
      ...(line.why && { why: line.why as Prisma.InputJsonObject }),
      ...(line.linkedId !== undefined && { linkedId: line.linkedId }),
    },
  })
}

/** Newest first; lines of one instant in the order in which they were written. */
export function listHistory(tx: Tx, accountId: string) {
  return tx.history.findMany({
    where: { accountId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: 1_000,
  })
}
