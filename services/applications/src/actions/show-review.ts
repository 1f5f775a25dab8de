import type { components } from '@peercert/contracts/applications'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { lookBack } from '../rules/education.ts'
import { type Check, flagsOf, lateness } from '../rules/review.ts'
import { addYears } from '../rules/calendar.ts'
import type { RenewalRecord } from '../store/renewals.ts'
import type { ReviewCase } from './load-case.ts'
import { showQuestion, showRefusal } from './show-renewal.ts'

type LateReview = components['schemas']['LateReview']
type Row = components['schemas']['LateReviewRow']
type State = LateReview['state']

/** The case with what the person sent on one side and the six checks on the other. */
export function showReview(
  reviewed: ReviewCase,
  checks: readonly Check[],
  { clock }: Pick<Deps, 'clock'>,
): LateReview {
  const { renewal, held, expiredOn, barred } = reviewed
  const day = clock.today()
  const { sentOn, decideBy } = datesOf(renewal)
  const open = isOpen(renewal)
  return {
    renewalId: renewal.id,
    accountId: held.accountId,
    number: held.number,
    certifiedName: held.certifiedName,
    expiredOn,
    submittedOn: sentOn,
    decideBy,
    overdue: open && lateness({ expiredOn, sentOn, decideBy }, day).overdue,
    newExpiresOn: addYears(expiredOn, numbersOn(day).termYears),
    ...(renewal.state !== 'refused' && { activeFrom: renewal.completedOn ?? day }),
    state: renewal.state as State,
    takenBy: renewal.takenBy,
    ...(renewal.takenAt && { takenAt: renewal.takenAt.toISOString() }),
    barred,
    checks: checks.map((check) => ({
      ...check,
      facts: { ...check.facts },
      ruleIds: [...check.ruleIds],
    })),
    sent: sentOf(reviewed),
    ...(renewal.question && { question: showQuestion(renewal.question) }),
    ...refusalOf(renewal),
  }
}

function datesOf({ sentOn, decideBy }: RenewalRecord) {
  if (sentOn === null || decideBy === null) throw new Error('not a late renewal that was sent')
  return { sentOn, decideBy }
}

function isOpen({ state }: RenewalRecord): boolean {
  return state === 'in-review' || state === 'question' || state === 'refusal-proposed'
}

function sentOf({ renewal, held }: ReviewCase): LateReview['sent'] {
  const { signature, payment, sentAt } = renewal
  const { sentOn } = datesOf(renewal)
  if (!signature || !sentAt) throw new Error('sent without a signature')
  const education = lookBack(held.firstIssuedOn, sentOn, numbersOn(sentOn).lookBackYears)
  return {
    signatureName: signature.typedName,
    signedAt: signature.signedAt.toISOString(),
    signatureId: signature.id,
    language: signature.language as 'en' | 'es',
    boxes: signature.boxes as LateReview['sent']['boxes'],
    stampedAt: sentAt.toISOString(),
    paidCents: payment?.totalCents ?? 0,
    ceFrom: education.from,
    ceTo: education.to,
    ...(payment && { receiptNumber: payment.receiptNumber }),
  }
}

/** Staff see who proposed it: the second reader must be somebody else. */
function refusalOf({ refusal, state }: RenewalRecord) {
  if (!refusal || (state !== 'refusal-proposed' && state !== 'refused')) return {}
  return { refusal: { ...showRefusal(refusal), proposedBy: refusal.proposedBy } }
}

export function showReviewRow(
  { renewal, held, expiredOn, barred }: ReviewCase,
  checks: readonly Check[],
  { clock, subject }: { clock: Deps['clock']; subject: string },
): Row {
  const { sentOn, decideBy } = datesOf(renewal)
  const day = clock.today()
  const { question } = renewal
  return {
    renewalId: renewal.id,
    accountId: held.accountId,
    number: held.number,
    certifiedName: held.certifiedName,
    expiredOn,
    ...lateness({ expiredOn, sentOn, decideBy }, day),
    submittedOn: sentOn,
    decideBy,
    checksMet: checks.filter(({ met }) => met).length,
    takenBy: renewal.takenBy,
    state: renewal.state as Row['state'],
    flags: flagsOf(
      {
        state: renewal.state,
        again: renewal.againstId !== null,
        question: question && {
          answerBy: question.answerBy,
          answered: question.answeredOn !== null,
        },
      },
      day,
    ),
    mine: renewal.takenBy === subject,
    barred,
  }
}
