import type { components } from '@peercert/contracts/applications'
import { nextPart } from '../rules/draft.ts'
import { type Case, type Standing, standingOf } from '../rules/standing.ts'
import { statusOn } from '../rules/status.ts'
import { type CertificateRecord, type Held, listCertificates } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import type { RenewalRecord } from '../store/renewals.ts'
import { isCodeSigned } from '../store/signatures.ts'
import { draftOf, type Holder, signingTermsOf } from './load-holder.ts'

type Certification = components['schemas']['Certification']

/** What the holder sees of their certification; the staff see the same. */
export async function showCertification(
  tx: Tx,
  holder: Holder,
  portalUrl: string,
): Promise<Certification> {
  const { held, day, numbers } = holder
  const certificates = await listCertificates(tx, held.id)
  return {
    certificationId: held.id,
    accountId: held.accountId,
    number: held.number,
    certifiedName: held.certifiedName,
    status: statusOn(held, day, numbers),
    firstIssuedOn: held.firstIssuedOn,
    effectiveOn: held.effectiveOn,
    expiresOn: held.expiresOn,
    verificationCode: held.verificationCode,
    verificationUrl: verificationUrl(portalUrl, held),
    codeSigned: await isCodeSigned(tx, held.id),
    certificates: certificates.map((certificate) => showCertificate(certificate, held)),
    standing: showStanding(holder),
  }
}

export function verificationUrl(portalUrl: string, held: Held): string {
  return `${portalUrl.replace(/\/$/, '')}/v/${held.verificationCode}`
}

function showCertificate(certificate: CertificateRecord, held: Held) {
  return {
    certificateId: certificate.id,
    certifiedName: certificate.certifiedName,
    number: held.number,
    term: certificate.term,
    firstIssuedOn: held.firstIssuedOn,
    effectiveOn: certificate.effectiveOn,
    expiresOn: certificate.expiresOn,
    replaced: certificate.term !== held.term,
  }
}

/** The state of the dashboard of a holder, judged at the holder's moment. */
export function standingOfHolder({ held, cycle, now, day, numbers }: Holder): Standing {
  const form = formOf(cycle.live)
  const inReview = cycle.live && !form ? cycle.live : cycle.refused
  return standingOf(
    {
      hold: held.hold,
      heldSince: held.heldSince,
      expiresOn: held.expiresOn,
      renewed: renewedOf(cycle.done),
      running: (cycle.live ?? cycle.refused)?.state ?? null,
      draft: form && {
        savedAt: form.savedAt,
        nextPart: nextPart(draftOf(form), signingTermsOf(held, day)),
      },
      review: inReview && caseOf(inReview),
    },
    now,
    numbers,
  )
}

function formOf(live: RenewalRecord | null): RenewalRecord | null {
  return live && (live.state === 'draft' || live.state === 'checking') ? live : null
}

function renewedOf(done: RenewalRecord | null) {
  return done?.completedOn && done.keepRecordsUntil
    ? { on: done.completedOn, keepRecordsUntil: done.keepRecordsUntil }
    : null
}

function caseOf({ sentOn, decideBy, question, refusal, state }: RenewalRecord): Case | null {
  if (sentOn === null || decideBy === null) return null
  const decided = state === 'refused' ? refusal : null
  return {
    submittedOn: sentOn,
    decideBy,
    answerBy: question?.answerBy ?? null,
    appealBy: decided?.appealBy ?? null,
    resubmitThrough: decided?.resubmitThrough ?? null,
  }
}

export function showStanding(holder: Holder): components['schemas']['Standing'] {
  const { held, cycle, numbers } = holder
  const standing = standingOfHolder(holder)
  const { window } = standing
  const form = formOf(cycle.live)
  const renewed = renewedOf(cycle.done)
  return {
    state: standing.state,
    facts: {
      number: held.number,
      badge: standing.badge,
      expiresOn: held.expiresOn,
      windowOpensOn: window.opensOn,
      newExpiresOn: window.newExpiresOn,
      lateThrough: window.lateThrough,
      reinstateThrough: window.reinstateThrough,
      feeCents: numbers.feeCents,
      lateTotalCents: numbers.feeCents + numbers.lateFeeCents,
      late: standing.late,
      drafted: standing.drafted,
      ...(form && {
        savedAt: form.savedAt.toISOString(),
        nextPart: nextPart(draftOf(form), signingTermsOf(held, holder.day)),
      }),
      ...(renewed && {
        renewedOn: renewed.on,
        keepRecordsUntil: renewed.keepRecordsUntil,
        nextWindowOpensOn: window.opensOn,
      }),
      ...caseFacts(holder, standing),
      ...(held.heldSince && held.hold === 'SUSPENDED' && { suspendedOn: held.heldSince }),
      ...(standing.minutesLeft !== null && { minutesLeft: standing.minutesLeft }),
    },
  }
}

function caseFacts({ cycle }: Holder, { overdue }: Standing) {
  const form = formOf(cycle.live)
  const renewal = cycle.live && !form ? cycle.live : cycle.refused
  const found = renewal && caseOf(renewal)
  if (!found) return {}
  return {
    submittedOn: found.submittedOn,
    decideBy: found.decideBy,
    overdue,
    ...(found.answerBy && { answerBy: found.answerBy }),
    ...(found.appealBy && { appealBy: found.appealBy }),
  }
}
