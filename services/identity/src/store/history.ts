import { Prisma } from '../../prisma/client/client.ts'
import type { Db, Tx } from './database.ts'

export interface Actor {
  readonly kind: 'person' | 'system' | 'staff'
  readonly subject?: string
  readonly role?: string
}

export interface Line {
  readonly accountId: string
  readonly filter: 'mail' | 'status' | 'staff' | 'look'
  readonly code: string
  /** Never a name, an address or a number to call: those stand where a look is recorded. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>
  readonly actor: Actor
  readonly reason?: string
  readonly ruleIds: readonly string[]
  readonly linkedId?: string
}

/** Only ever added to (CONV-10); the database refuses anything else. */
export async function add(tx: Tx, at: Date, line: Line): Promise<void> {
  await tx.history.create({
    data: {
      accountId: line.accountId,
      at,
      filter: line.filter,
      code: line.code,
      facts: line.facts ?? {},
      actorKind: line.actor.kind,
      actorSubject: line.actor.subject ?? null,
      actorRole: line.actor.role ?? null,
      reason: line.reason ?? null,
      ruleIds: [...line.ruleIds],
      why: Prisma.DbNull,
      linkedId: line.linkedId ?? null,
    },
  })
}

export async function has(
  tx: Tx,
  line: Required<Pick<Line, 'accountId' | 'code' | 'linkedId'>>,
): Promise<boolean> {
  return (await tx.history.findFirst({ where: line, select: { id: true } })) !== null
}

export type Row = Awaited<ReturnType<typeof list>>[number]

/** Newest first. */
export function list(db: Db | Tx, accountId: string, limit = 1_000) {
  return db.history.findMany({
    where: { accountId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}

/** Who looked at the file, newest first. */
export function looks(db: Db | Tx, accountId: string, limit = 100) {
  return db.history.findMany({
    where: { accountId, filter: 'look' },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}
