import { type Loop, loop } from '@peercert/chassis/background'
import type { Deps } from '../deps.ts'
import { patient } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as payments from '../store/payments.ts'

const batch = 50

export const unpaidLoop = (deps: Deps, everyMs: number): Loop =>
  loop({ name: 'tell unpaid', everyMs, run: () => tellUnpaid(deps) })

/** A try failed and nothing followed: said once for each matter and civil day (M-10). */
export async function tellUnpaid(deps: Deps): Promise<boolean> {
  const due = await feeRequests.unpaidDue(deps.db, deps.clock.machine(), batch)
  for (const id of due) await tell(deps, id)
  return due.length === batch
}

async function tell(deps: Deps, id: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const request = await feeRequests.lock(tx, id)
    const unpaid = feeRequests.unpaidOf(request)
    const notYet = !unpaid || unpaid.dueAt > deps.clock.machine()
    // A payment under way decides for itself: it completes, or fails and sets the time anew.
    if (notYet || (await payments.findLive(tx, id))) return
    await feeRequests.forgetUnpaid(tx, id)
    if (await feeRequests.isMatterPaid(tx, request)) return
    if (!(await feeRequests.takeNotice(tx, request.matterId, unpaid.on))) return
    await deps.events.publish(tx, 'payment.still-unpaid', request.accountId, {
      feeRequestId: id,
      accountId: request.accountId,
      matterId: request.matterId,
      totalCents: unpaid.cents,
      failedOn: unpaid.on,
    })
  }, patient)
}
