import type { Bounce } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

export type BounceRow = Bounce

/** The first bounce starts it; more of them change nothing. */
export async function noteBounce(tx: Tx, accountId: string, since: Date): Promise<void> {
  await tx.bounce.createMany({ data: [{ accountId, since }], skipDuplicates: true })
}

/** What bounced after the fact that clears it stays. */
export async function clearBounce(tx: Tx, accountId: string, factAt: Date): Promise<void> {
  await tx.bounce.deleteMany({ where: { accountId, since: { lte: factAt } } })
}

export function oldestBounces(tx: Tx): Promise<BounceRow[]> {
  return tx.bounce.findMany({ orderBy: [{ since: 'asc' }, { accountId: 'asc' }] })
}

export interface PhoneCall {
  readonly outcome: string
  readonly at: Date
  readonly by: string
}

/** Nothing when no mail of this account bounced. */
export async function keepCall(
  tx: Tx,
  accountId: string,
  { outcome, at, by }: PhoneCall,
): Promise<BounceRow | undefined> {
  const [row] = await tx.bounce.updateManyAndReturn({
    where: { accountId },
    data: { callOutcome: outcome, callAt: at, callBy: by },
  })
  return row
}
