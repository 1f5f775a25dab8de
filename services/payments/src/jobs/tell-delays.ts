import { type Loop, loop } from '@peercert/chassis/background'
import { stateOf } from '../actions/payment-facts.ts'
import type { Deps } from '../deps.ts'
import { isLive, type PaymentState } from '../rules/payment.ts'
import { isOverdue } from '../rules/waiting.ts'
import { patient } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'

const batch = 50

export const delayLoop = (deps: Deps, everyMs: number): Loop =>
  loop({ name: 'tell delays', everyMs, run: () => tellDelays(deps) })

/** After 15 minutes without an outcome the person is told, once for each payment (M-11). */
export async function tellDelays(deps: Deps): Promise<boolean> {
  const since = new Date(deps.clock.machine().getTime() - deps.settings.delayedMs)
  const due = await payments.delayed(deps.db, since, batch)
  for (const { id, feeRequestId } of due) await tell(deps, id, feeRequestId)
  return due.length === batch
}

async function tell(deps: Deps, id: string, feeRequestId: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await feeRequests.lock(tx, feeRequestId)
    const payment = await payments.lock(tx, id)
    const now = deps.clock.machine()
    const waiting = { ...payment, state: payment.state as PaymentState }
    if (payment.delayToldAt || !isLive(waiting.state) || !isOverdue(waiting, now, deps.settings))
      return
    await payments.change(tx, id, { delayToldAt: now })
    await history.write(tx, {
      accountId: payment.accountId,
      at: deps.clock.now(),
      code: 'payment.check-delayed',
      facts: { amountCents: payment.totalCents },
      actor: history.system,
      ruleIds: ['PAY-5'],
      linkedId: id,
    })
    await deps.events.publish(tx, 'payment.check-delayed', payment.accountId, stateOf(payment))
  }, patient)
}
