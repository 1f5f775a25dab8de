import { type Loop, loop } from '@peercert/chassis/background'
import { returnMoney } from '../actions/return-money.ts'
import type { Deps } from '../deps.ts'
import * as refunds from '../store/refunds.ts'

const batch = 10

export const refundLoop = (deps: Deps, everyMs: number): Loop =>
  loop({ name: 'sweep refunds', everyMs, run: () => sweepRefunds(deps) })

/** Refunds that two people have decided and whose answer from the processor got lost. */
export async function sweepRefunds(deps: Deps): Promise<boolean> {
  const now = deps.clock.machine()
  const until = new Date(now.getTime() + deps.settings.leaseMs)
  const due = await refunds.takeDue(deps.db, now, until, batch)
  for (const refund of due) await returnMoney(deps, refund)
  return due.length === batch
}
