import type { Caller } from '@peercert/chassis/caller'
import { once } from '@peercert/chassis/idempotency'
import type { components } from '@peercert/contracts/applications'
import { findHolderOf, type Holder, holderOf, renewalFactsOf } from '../actions/load-holder.ts'
import { showRenewal } from '../actions/show-renewal.ts'
import { startRenewal } from '../actions/start-renewal.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { lookBack } from '../rules/education.ts'
import { decideRenewal } from '../rules/renewal.ts'
import { isLate, windowOf } from '../rules/window.ts'
import { lockAccount } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { change, get, type RenewalRecord } from '../store/renewals.ts'
import { findAccount } from '../store/sign-ins.ts'

type MyRenewal = components['schemas']['MyRenewal']
type RenewalChange = components['schemas']['RenewalChange']

export const renewalRoutes: Pick<Routes, 'getMyRenewal' | 'startRenewal' | 'saveRenewal'> = {
  async getMyRenewal({ caller }, { db, clock }) {
    const { holder } = await findHolderOf(db, caller.subject, clock)
    const body: MyRenewal = holder
      ? showMyRenewal(holder)
      : { possible: false, renewal: null, information: null }
    return { status: 200, body }
  },

  async startRenewal(call, deps) {
    const answer = await deps.db.$transaction((tx) =>
      once(tx, call, async () => {
        const holder = await lockHolderOf(tx, call, deps, 'no-certification')
        const renewal = await startRenewal(tx, holder, deps)
        return { status: 200 as const, body: showRenewal(renewal, holder) }
      }),
    )
    await tell(call.caller.subject, deps)
    return answer
  },

  async saveRenewal(call, deps) {
    const { body, caller } = call
    const renewal = await deps.db.$transaction(async (tx) => {
      const holder = await lockHolderOf(tx, call, deps, 'no-draft')
      const draft = openDraft(holder)
      const differs = isDifferent(draft, body)
      if (differs && draft.version !== body.version)
        throw refuse('renewal-changed', { current: showRenewal(draft, holder) })
      // The same text read again counts from now on: an expiration may lie in between.
      if (!differs && !body.codeRead) return showRenewal(draft, holder)
      await change(tx, draft.id, ['draft'], { ...dataOf(draft, body, holder.now) })
      return showRenewal(await get(tx, draft.id), holder)
    })
    await tell(caller.subject, deps)
    return { status: 200, body: renewal }
  },
}

/** The holder behind a sign-in, locked: whatever changes it next sees what this one did. */
export async function lockHolderOf(
  tx: Tx,
  { caller }: { readonly caller: Caller },
  { clock }: Deps,
  nobody: 'no-certification' | 'no-draft' | 'nothing-refused' | 'no-question',
): Promise<Holder> {
  const accountId = await findAccount(tx, caller.subject)
  const held = accountId && (await lockAccount(tx, accountId))
  if (!held) throw refuse(nobody)
  return holderOf(tx, held, clock)
}

/** Another window of the same person looks again. */
export async function tell(subject: string, { db, signals }: Deps): Promise<void> {
  const accountId = await findAccount(db, subject)
  if (accountId) signals.emit('account', accountId)
}

export function openDraft({ cycle }: Holder): RenewalRecord {
  if (cycle.live?.state !== 'draft') throw refuse('no-draft')
  return cycle.live
}

function showMyRenewal(holder: Holder): MyRenewal {
  const { cycle, day, numbers } = holder
  const decision = decideRenewal(renewalFactsOf(holder), day, numbers)
  const refused = 'refused' in decision ? decision : null
  // What the present term came from is of this cycle until the next window opens.
  const done = refused?.refused === 'ALREADY_RENEWED' ? cycle.done : null
  const shown = cycle.live ?? cycle.refused ?? done
  return {
    // While the outcome of a payment is unknown nothing is offered.
    possible: refused === null && cycle.live?.state !== 'checking',
    ...(refused && {
      refusal: {
        code: refused.refused,
        ...(refused.opensOn && { opensOn: refused.opensOn }),
        ...(refused.status && { status: refused.status }),
      },
    }),
    renewal: shown && showRenewal(shown, holder),
    information: informationOf(holder),
  }
}

function informationOf({ held, day, numbers }: Holder): MyRenewal['information'] {
  const window = windowOf(held.expiresOn, numbers)
  const late = isLate(held.expiresOn, day)
  const education = lookBack(held.firstIssuedOn, day, numbers.lookBackYears)
  return {
    late,
    expiresOn: held.expiresOn,
    newExpiresOn: window.newExpiresOn,
    lateThrough: window.lateThrough,
    feeCents: numbers.feeCents,
    lateFeeCents: numbers.lateFeeCents,
    totalCents: numbers.feeCents + (late ? numbers.lateFeeCents : 0),
    ceHours: numbers.ceMinutes / 60,
    ceEthicsHours: numbers.ceEthicsMinutes / 60,
    ceFrom: education.from,
    ceTo: education.to,
    retentionYears: numbers.retentionYears,
    responseDays: numbers.responseDays,
    reviewDays: numbers.reviewDays,
  }
}

/** Whether what was sent differs from what is kept. */
function isDifferent(draft: RenewalRecord, sent: RenewalChange): boolean {
  const read = sent.codeRead
  return (
    (sent.informationReviewed ?? draft.informationReviewed) !== draft.informationReviewed ||
    (sent.signatureName ?? draft.signatureName) !== draft.signatureName ||
    (read !== undefined &&
      (read.version !== draft.codeReadVersion || read.language !== draft.codeReadLanguage)) ||
    Object.entries(sent.boxes ?? {}).some(([box, value]) => (draft.boxes[box] ?? false) !== value)
  )
}

function dataOf(draft: RenewalRecord, sent: RenewalChange, now: Date) {
  const { informationReviewed, codeRead, signatureName, boxes } = sent
  return {
    ...(informationReviewed !== undefined && { informationReviewed }),
    ...(codeRead && {
      codeReadVersion: codeRead.version,
      codeReadLanguage: codeRead.language,
      codeReadAt: now,
    }),
    ...(signatureName !== undefined && { signatureName }),
    ...(boxes && { boxes: { ...draft.boxes, ...boxes } }),
    savedAt: now,
    version: draft.version + 1,
  }
}
