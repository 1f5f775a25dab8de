import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery, renewalQuery, signaturesQuery } from '../api/queries.ts'
import { dayOf } from '../format.ts'
import { InnerPage } from '../frame/page.tsx'
import { Facts } from '../pieces/facts.tsx'
import { Rows } from '../pieces/rows.tsx'
import { useSpeech, type Speech } from '../words/language.ts'

type Renewal = components['schemas']['Renewal']

/** Where the certification and its renewal stand, and what was signed. */
export function MyApplication() {
  const speech = useSpeech()
  const { t, format, words } = speech
  const { certification } = useSuspenseQuery(dashboardQuery).data
  const { renewal } = useSuspenseQuery(renewalQuery).data
  if (!certification)
    return (
      <InnerPage here="application" title={t('account.application.title')}>
        <p>{t('renewal.refused.none')}</p>
        <p className="gap-2">
          <Link className="textlink" to="/find">
            {t('dashboard.empty.find')}
          </Link>
        </p>
      </InnerPage>
    )
  return (
    <InnerPage here="application" title={t('account.application.title')}>
      <Facts
        facts={[
          [t('account.application.number'), certification.number],
          [t('account.application.state'), words.certificate.state[certification.status]],
          [t('account.application.first'), format.date(certification.firstIssuedOn)],
          [t('account.application.effective'), format.date(certification.effectiveOn)],
          [t('account.application.expires'), format.date(certification.expiresOn)],
        ]}
      />
      <section className="section" aria-labelledby="renewal">
        <h2 id="renewal">{t('account.application.renewal')}</h2>
        <p>{renewalText(renewal, speech)}</p>
      </section>
      <section className="section" aria-labelledby="signatures">
        <h2 id="signatures">{t('account.application.signatures')}</h2>
        <Signatures />
      </section>
    </InnerPage>
  )
}

function renewalText(renewal: Renewal | null, { t, format }: Speech): string {
  switch (renewal?.state) {
    case 'draft':
      return t('account.application.renewalDraft', { saved: format.monthDayTime(renewal.savedAt) })
    case 'checking':
      return t('account.application.renewalChecking')
    case 'in-review':
      return t('account.application.renewalReview')
    case 'question':
      return t('late.questionTitle')
    case 'refused':
      return t('late.refused.sentence')
    case 'completed':
    case 'approved':
      return t('account.application.renewalDone', {
        date: format.date(renewal.completedOn ?? dayOf(renewal.savedAt)),
      })
    default:
      return t('account.application.renewalNone')
  }
}

function Signatures() {
  const { t, words } = useSpeech()
  const { data } = useSuspenseQuery(signaturesQuery)
  return (
    <Rows
      empty={t('account.application.noSignatures')}
      rows={data.map(({ signatureId, purpose, at }) => ({
        key: signatureId,
        to: `/signed/${signatureId}`,
        text: words.account.application.signature[purpose],
        day: dayOf(at),
      }))}
    />
  )
}
