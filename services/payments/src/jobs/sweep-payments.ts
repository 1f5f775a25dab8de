import { type Loop, loop } from '@peercert/chassis/background'
import { goOn } from '../actions/carry-payment.ts'
import { checkPayment } from '../actions/check-payment.ts'
import { recordAnswer } from '../actions/record-answer.ts'
import type { Deps } from '../deps.ts'
import type { Answer } from '../rules/card-answer.ts'
import { mayGiveUp } from '../rules/waiting.ts'
import type { Payment } from '../store/payments.ts'
import * as payments from '../store/payments.ts'

const batch = 10

/** Goes on with every payment nobody is at work on: asks the processor, or carries on a claim. */
export const sweepLoop = (deps: Deps, everyMs: number): Loop =>
  loop({ name: 'sweep payments', everyMs, run: () => sweepPayments(deps) })

/** True when there may be more. */
export async function sweepPayments(deps: Deps): Promise<boolean> {
  const now = deps.clock.machine()
  const until = new Date(now.getTime() + deps.settings.leaseMs)
  const due = await payments.takeDue(deps.db, now, until, batch)
  const done = await Promise.allSettled(due.map((payment) => sweepOne(deps, payment)))
  for (const result of done)
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason }, 'a payment was not swept')
  return due.length === batch
}

async function sweepOne(deps: Deps, payment: Payment): Promise<void> {
  if (payment.state === 'CREATED') return carryOn(deps, payment)
  const answer = await checkPayment(deps, payment)
  await recordAnswer(deps, payment.id, answer, { personWaits: false })
}

/** The process died between the claim and the processor; the person pressed Pay, so it goes on. */
async function carryOn(deps: Deps, claim: Payment): Promise<void> {
  const over = mayGiveUp({ ...claim, state: 'CREATED' }, deps.clock.machine(), deps.settings)
  const matter = over
    ? 'over'
    : await deps.applications
        .check(claim.feeRequestId, claim.stampedAt)
        .then((answer) => (answer.stands ? 'stands' : 'over'))
        .catch(() => 'unknown' as const)
  if (matter === 'stands') {
    await goOn(deps, claim, false)
    return
  }
  const answer: Answer = { outcome: matter === 'over' ? 'canceled' : 'unknown' }
  await recordAnswer(deps, claim.id, answer, { personWaits: false })
}
