import { refuse } from '../problems.ts'
import { addDays, startOf } from '../rules/calendar.ts'
import { decideCheckOut } from '../rules/draft.ts'
import { decideRenewal } from '../rules/renewal.ts'
import { isUsable } from '../rules/waiver.ts'
import { windowOf } from '../rules/window.ts'
import type { Payments } from '../client/payments.ts'
import { toDate, type Tx } from '../store/database.ts'
import { change, type RenewalRecord } from '../store/renewals.ts'
import { findApproved } from '../store/waivers.ts'
import { draftOf, type Holder, renewalFactsOf, signingTermsOf } from './load-holder.ts'
import { refuseRenewal } from './refuse-renewal.ts'

type FeeRequest = Parameters<Payments['putFeeRequest']>[1]

export interface Ready {
  readonly feeRequestId: string
  /** Nothing while a payment is being checked: the pay box shows that one. */
  readonly input: FeeRequest | null
}

/**
 * The first Pay (PAY-2): the form is whole, and the fees go to payments, each with the instant from
 * which it is due. Which of them are due is decided when the second Pay arrives.
 */
export async function prepareCheckOut(tx: Tx, holder: Holder, stillTrue: boolean): Promise<Ready> {
  const { live } = holder.cycle
  if (live?.state === 'checking' && live.feeRequestId)
    return { feeRequestId: live.feeRequestId, input: null }
  mustBePossible(holder)
  // A form that sends a refused one again has nothing to pay.
  if (live?.state !== 'draft' || live.paymentId !== null) throw refuse('no-draft')
  mustBeReady(live, holder, stillTrue)
  return request(tx, live, { holder, stillTrue })
}

async function request(
  tx: Tx,
  live: RenewalRecord,
  { holder, stillTrue }: { holder: Holder; stillTrue: boolean },
): Promise<Ready> {
  const { held, day } = holder
  const waiver = await findApproved(tx, held.id, held.term)
  const waiverId = waiver && isUsable(waiver, day) ? waiver.id : null
  const feeRequestId = live.feeRequestId ?? crypto.randomUUID()
  await change(tx, live.id, ['draft'], {
    feeRequestId,
    waiverId,
    ...(stillTrue && { stillTrueOn: toDate(day) }),
  })
  return { feeRequestId, input: feesOf(live, holder, waiverId) }
}

function mustBePossible(holder: Holder): void {
  const decision = decideRenewal(renewalFactsOf(holder), holder.day, holder.numbers)
  if ('refused' in decision) throw refuseRenewal(decision)
}

export function mustBeReady(live: RenewalRecord, { held, day }: Holder, stillTrue: boolean): void {
  const draft = draftOf(live)
  const confirmed = stillTrue ? { ...draft, stillTrueOn: day } : draft
  const decision = decideCheckOut(confirmed, signingTermsOf(held, day))
  if ('ready' in decision) return
  if (decision.refused === 'ATTESTATION_INCOMPLETE')
    throw refuse('attestation-incomplete', { errors: decision.missing })
  if (decision.refused === 'SIGN_AGAIN') throw refuse('sign-again', { why: decision.why })
  throw refuse(decision.refused === 'ETHICS_NOT_SIGNED' ? 'ethics-not-signed' : 'still-true-needed')
}

function feesOf(live: RenewalRecord, { held, numbers }: Holder, waiverId: string | null) {
  const { opensOn, lateThrough } = windowOf(held.expiresOn, numbers)
  return {
    accountId: held.accountId,
    matter: { kind: 'renewal' as const, id: live.id, certificationNumber: held.number },
    fees: [
      { feeCode: 'RENEWAL' as const, dueFrom: startOf(opensOn).toISOString() },
      {
        feeCode: 'LATE_RENEWAL' as const,
        dueFrom: startOf(addDays(held.expiresOn, 1)).toISOString(),
        ...(waiverId !== null && { waiver: { waiverId } }),
      },
    ],
    lastDays: [held.expiresOn, lateThrough],
  }
}
