import { Prisma } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

/** Where somebody lives, as the contract shapes it. */
export interface StoredHome {
  readonly noFixedAddress: boolean
  readonly street?: string
  readonly unit?: string
  readonly city?: string
  readonly zip?: string
  readonly mailPlace?: string
}

export interface Reachable {
  readonly phone: string | null
  readonly address: StoredHome | null
  readonly county: string | null
}

/** False when another request was first: the version is not the one that was on the screen. */
export async function save(
  tx: Tx,
  id: string,
  version: number,
  next: Reachable & { language: string; at: Date },
): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { id, version },
    data: {
      phone: next.phone,
      address: json(next.address),
      county: next.county,
      language: next.language,
      savedAt: next.at,
      version: { increment: 1 },
    },
  })
  return count === 1
}

/** What held until now stays findable for staff (CHG-6); nothing on file is nothing to keep. */
export async function keepFormer(tx: Tx, accountId: string, was: Reachable, until: Date) {
  if (was.address === null && was.county === null && was.phone === null) return
  await tx.formerHome.create({
    data: {
      accountId,
      address: json(was.address),
      county: was.county,
      phone: was.phone,
      until,
    },
  })
}

export function former(tx: Tx, accountId: string) {
  return tx.formerHome.findMany({
    where: { accountId },
    orderBy: [{ until: 'desc' }, { id: 'desc' }],
    take: 50,
  })
}

/** Only what save() wrote ever stands in the column. */
export function homeOf(stored: Prisma.JsonValue): StoredHome | null {
  return stored as unknown as StoredHome | null
}

function json(home: StoredHome | null) {
  return home === null ? Prisma.DbNull : ({ ...home } as Prisma.InputJsonObject)
}
