import type { components } from '@peercert/contracts/applications'
import { draftOf, signingTermsOf } from '../actions/load-holder.ts'
import type { Deps, Routes } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { dayOf } from '../rules/calendar.ts'
import { whyNotPay } from '../rules/paying.ts'
import { kindNamed, stillStands } from '../rules/reminder.ts'
import type { RefusalCode } from '../rules/renewal.ts'
import { getById } from '../store/certifications.ts'
import { findReminded, type Reminded } from '../store/reminders.ts'
import { listByFeeRequest, type RenewalRecord } from '../store/renewals.ts'
import { findWaiver } from '../store/waivers.ts'

type Answer = { feeRequestId: string; stands: boolean; reason?: RefusalCode }
type Kind = components['schemas']['ReminderKind']

export const standingRoutes: Pick<Routes, 'checkRenewals' | 'checkReminders'> = {
  async checkRenewals({ body }, deps) {
    const ids = body.checks.map((check) => check.feeRequestId)
    const renewals = await listByFeeRequest(deps.db, ids)
    const byRequest = new Map(renewals.map((renewal) => [renewal.feeRequestId, renewal]))
    const answers: Answer[] = []
    for (const { feeRequestId, at } of body.checks)
      answers.push({
        feeRequestId,
        ...(await judge(byRequest.get(feeRequestId), new Date(at), deps)),
      })
    return { status: 200, body: { answers } }
  },

  async checkReminders({ body }, { pool, clock }) {
    const asked = body.reminders.map((reminder) => ({
      certificationId: reminder.certificationId,
      term: reminder.term,
      kind: kindNamed(reminder.kind satisfies Kind),
    }))
    const day = clock.today()
    const found = await findReminded(pool, asked)
    const answers = asked.map(({ kind }, index) => answerFor(found[index], kind, day))
    return { status: 200, body: { answers } }
  },
}

/** Judged at the instant of the press, not at the moment of this question (PAY-6). */
async function judge(
  renewal: RenewalRecord | undefined,
  at: Date,
  { db }: Deps,
): Promise<{ stands: boolean; reason?: RefusalCode }> {
  if (!renewal) return { stands: false }
  const held = await getById(db, renewal.certificationId)
  const day = dayOf(at)
  const reason = whyNotPay(
    {
      hold: held.hold,
      expiresOn: held.expiresOn,
      renewed: renewal.term < held.term,
      running: renewal.state,
      sameTerm: renewal.term === held.term,
      draft: draftOf(renewal),
      waiver: renewal.waiverId === null ? null : await findWaiver(db, renewal.waiverId),
    },
    signingTermsOf(held, day),
    numbersOn(day),
  )
  return reason ? { stands: false, reason } : { stands: true }
}

function answerFor(found: Reminded | undefined, kind: number, day: string) {
  if (!found) return { stands: false, drafted: false }
  const { sameTerm, laterKind, active, expiresOn, waiting, drafted } = found
  const stands = stillStands(
    { kind, sameTerm, laterKind },
    { active, expiresOn, waiting },
    day,
    numbersOn(day),
  )
  return { stands, drafted }
}
