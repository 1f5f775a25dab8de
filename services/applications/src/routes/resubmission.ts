import { once } from '@peercert/chassis/idempotency'
import { type Holder, renewalFactsOf } from '../actions/load-holder.ts'
import { mustBeReady } from '../actions/check-out.ts'
import { refuseRenewal } from '../actions/refuse-renewal.ts'
import { showRenewal } from '../actions/show-renewal.ts'
import { startRenewal } from '../actions/start-renewal.ts'
import { submitLate } from '../actions/submit-late.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { decideBy, decideRenewal } from '../rules/renewal.ts'
import type { Tx } from '../store/database.ts'
import { get, type RenewalRecord } from '../store/renewals.ts'
import { lockHolderOf, tell } from './renewal.ts'

export const resubmissionRoutes: Pick<Routes, 'submitAgain'> = {
  async submitAgain(call, deps) {
    const answer = await deps.db.$transaction((tx) =>
      once(tx, call, async () => {
        const holder = await lockHolderOf(tx, call, deps, 'nothing-refused')
        const renewal =
          call.body.step === 'start'
            ? await startAgain(tx, holder, deps)
            : await sendAgain(tx, holder, deps)
        return { status: 200 as const, body: showRenewal(renewal, holder) }
      }),
    )
    await tell(call.caller.subject, deps)
    return answer
  },
}

/** A new form after a refusal; the fee stays paid. */
async function startAgain(tx: Tx, holder: Holder, deps: Deps): Promise<RenewalRecord> {
  if (!holder.cycle.refused || isWaiting(holder)) throw refuse('nothing-refused')
  return startRenewal(tx, holder, deps)
}

/** Signed anew, it goes to the staff; their days count from today, and so does the education (REN-20). */
async function sendAgain(tx: Tx, holder: Holder, deps: Deps): Promise<RenewalRecord> {
  const { held, cycle, day, now, numbers } = holder
  const draft = cycle.live
  if (draft?.state !== 'draft' || draft.againstId === null) throw refuse('nothing-refused')
  const decision = decideRenewal(renewalFactsOf(holder), day, numbers)
  if ('refused' in decision) throw refuseRenewal(decision)
  // It is sent on the day it is signed or on a later one; sending says that it is still true.
  mustBeReady(draft, holder, true)
  const sent = { held, renewal: draft, sentAt: now, paymentId: draft.paymentId, totalCents: 0 }
  await submitLate(tx, { ...sent, decideBy: decideBy(day, numbers.reviewDays), again: true }, deps)
  return get(tx, draft.id)
}

function isWaiting({ cycle }: Holder): boolean {
  return cycle.live !== null && cycle.live.state !== 'draft'
}
