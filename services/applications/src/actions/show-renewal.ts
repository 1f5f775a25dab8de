import type { components } from '@peercert/contracts/applications'
import { dayOf } from '../rules/calendar.ts'
import { lookBack } from '../rules/education.ts'
import { nextPart } from '../rules/draft.ts'
import { needsStillTrue, whySignAgain } from '../rules/signature.ts'
import { isLate, windowOf } from '../rules/window.ts'
import type { RenewalRecord } from '../store/renewals.ts'
import { draftOf, type Holder, signingTermsOf } from './load-holder.ts'

type Renewal = components['schemas']['Renewal']

/** A renewal as its owner sees it, judged at this moment. */
export function showRenewal(renewal: RenewalRecord, holder: Holder): Renewal {
  const open = renewal.state === 'draft' || renewal.state === 'checking'
  return {
    renewalId: renewal.id,
    late: isLateRenewal(renewal, holder),
    // A proposal is not a decision: until its second reader agreed, the case is in review.
    state: renewal.state === 'refusal-proposed' ? 'in-review' : renewal.state,
    version: renewal.version,
    savedAt: renewal.savedAt.toISOString(),
    informationReviewed: renewal.informationReviewed,
    ...codeReadOf(renewal),
    ...signingOf(renewal, holder, open),
    ...educationOf(renewal, holder),
    newExpiresOn: newExpiresOn(renewal, holder),
    ...(renewal.feeRequestId && { feeRequestId: renewal.feeRequestId }),
    feePaid: isFeePaid(renewal),
    ...paidOf(renewal),
    ...reviewOf(renewal, holder),
    ...(renewal.completedOn && { completedOn: renewal.completedOn }),
  }
}

/** Sending again after a refusal costs nothing. */
function isFeePaid({ state, paymentId }: RenewalRecord): boolean {
  return (state === 'refused' || state === 'draft') && paymentId !== null
}

function isLateRenewal(renewal: RenewalRecord, { held, day }: Holder): boolean {
  if (renewal.state === 'completed') return false
  if (renewal.state === 'approved') return true
  return isLate(held.expiresOn, renewal.sentOn ?? day)
}

/** Of the present term; a renewal that is done has made it already. */
function newExpiresOn(renewal: RenewalRecord, { held, numbers }: Holder): string {
  return renewal.term < held.term ? held.expiresOn : windowOf(held.expiresOn, numbers).newExpiresOn
}

function codeReadOf({ codeReadVersion, codeReadLanguage }: RenewalRecord) {
  if (codeReadVersion === null || codeReadLanguage === null) return {}
  return { codeRead: { version: codeReadVersion, language: codeReadLanguage as 'en' | 'es' } }
}

function signingOf(renewal: RenewalRecord, { held, day }: Holder, open: boolean) {
  const { signature } = renewal
  const terms = signingTermsOf(held, day)
  const draft = draftOf(renewal)
  const again = open && draft.signed ? whySignAgain(draft.signed, terms) : null
  // What was signed is shown as it was signed; what must be signed again begins empty.
  const shown = signature && !again ? signature : null
  return {
    nextPart: nextPart(draft, terms),
    signatureName: shown ? shown.typedName : renewal.signatureName,
    boxes: (shown ? shown.boxes : renewal.boxes) as components['schemas']['Boxes'],
    signed: signature && signedOf(signature),
    ...(again && { signAgain: again }),
    askStillTrue:
      open && draft.signed !== null && !again
        ? needsStillTrue(draft.signed, renewal.stillTrueOn, day)
        : false,
  }
}

function signedOf(signature: NonNullable<RenewalRecord['signature']>) {
  return {
    signatureId: signature.id,
    at: signature.signedAt.toISOString(),
    on: dayOf(signature.signedAt),
    language: signature.language as 'en' | 'es',
    codeVersion: signature.codeVersion,
    attestationVersion: signature.attestationVersion ?? '',
  }
}

function educationOf(renewal: RenewalRecord, { held, day, numbers }: Holder) {
  const span = lookBack(held.firstIssuedOn, renewal.sentOn ?? day, numbers.lookBackYears)
  return { ceFrom: span.from, ceTo: span.to }
}

function paidOf({ payment }: RenewalRecord) {
  if (!payment) return {}
  const { totalCents, receiptId, receiptNumber } = payment
  return { paid: { totalCents, receiptId, receiptNumber } }
}

function reviewOf(renewal: RenewalRecord, { day }: Holder) {
  const waiting = ['in-review', 'question', 'refusal-proposed'].includes(renewal.state)
  return {
    ...(renewal.sentOn && { submittedOn: renewal.sentOn }),
    ...(renewal.decideBy && { decideBy: renewal.decideBy }),
    ...(renewal.decideBy && { overdue: waiting && day > renewal.decideBy }),
    ...(renewal.question && { question: showQuestion(renewal.question) }),
    ...(renewal.state === 'refused' &&
      renewal.refusal && { refusal: showRefusal(renewal.refusal) }),
  }
}

export function showQuestion(
  question: NonNullable<RenewalRecord['question']>,
): components['schemas']['Question'] {
  return {
    en: question.en,
    es: question.es,
    askedOn: question.askedOn,
    answerBy: question.answerBy,
    ...(question.answer !== null && { answer: question.answer }),
    ...(question.answeredOn && { answeredOn: question.answeredOn }),
  }
}

/** For the person: the words and the dates, not who proposed it. */
export function showRefusal(
  refusal: NonNullable<RenewalRecord['refusal']>,
): components['schemas']['Refusal'] {
  return {
    code: refusal.code,
    en: refusal.en,
    es: refusal.es,
    ...(refusal.decidedOn && { decidedOn: refusal.decidedOn }),
    ...(refusal.appealBy && { appealBy: refusal.appealBy }),
    ...(refusal.resubmitThrough && { resubmitThrough: refusal.resubmitThrough }),
  }
}
