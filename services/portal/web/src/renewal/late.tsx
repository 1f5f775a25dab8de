import { useSuspenseQuery } from '@tanstack/react-query'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery, renewalQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { StateSentence } from '../pieces/state-sentence.tsx'
import { standingWords } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'
import { LatePaid } from './late-paid.tsx'
import { LateQuestion } from './late-question.tsx'
import { LateRefused } from './late-refused.tsx'
import { LateStages } from './late-stages.tsx'

type Renewal = components['schemas']['Renewal']

/** S12: the late renewal with staff, their question, or their decision. */
export function LateRenewal() {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(renewalQuery)
  const { renewal } = data
  if (!renewal || !['in-review', 'question', 'refused'].includes(renewal.state))
    return (
      <InnerPage here="renewal" title={t('labels.lateRenewal')}>
        <p>{t('late.refused.notYet')}</p>
      </InnerPage>
    )
  return <Case renewal={renewal} />
}

const titles = {
  'in-review': 'late.title',
  question: 'late.questionTitle',
  refused: 'late.refusedTitle',
} as const

function Case({ renewal }: { renewal: Renewal }) {
  const { t, format } = useSpeech()
  const { state } = renewal
  const title = state === 'question' || state === 'refused' ? titles[state] : titles['in-review']
  return (
    <InnerPage here="renewal" title={t(title)}>
      <WhereItStands renewal={renewal} />
      {state === 'question' && renewal.question && <LateQuestion question={renewal.question} />}
      {state === 'refused' && renewal.refusal ? (
        <LateRefused refusal={renewal.refusal} />
      ) : (
        <>
          <LateStages renewal={renewal} />
          <p className="measure">
            {t('late.ifApproved', { date: format.date(renewal.newExpiresOn) })}
          </p>
        </>
      )}
      <LatePaid renewal={renewal} />
    </InnerPage>
  )
}

function WhereItStands({ renewal }: { renewal: Renewal }) {
  const speech = useSpeech()
  const { t, format } = speech
  const { phone } = useSession().program
  const { data } = useSuspenseQuery(dashboardQuery)
  const { certification } = data
  if (!certification) return null
  const words = standingWords(certification.standing, speech, phone)
  const { decideBy, overdue, state } = renewal
  const sentence = overdue ? (
    <PhoneText text={t('late.overdue', { date: format.monthDay(decideBy ?? ''), phone })} />
  ) : (
    `${t('late.decideBy', { date: format.dayDate(decideBy ?? '') })} ${t('late.until')}`
  )
  return (
    <StateSentence
      words={words}
      number={certification.number}
      tag
      {...(state !== 'refused' && decideBy && { sentence })}
    />
  )
}
