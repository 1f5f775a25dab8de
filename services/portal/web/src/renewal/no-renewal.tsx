import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery } from '../api/queries.ts'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { Alert } from '../pieces/alert.tsx'
import { AddToCalendar } from '../pieces/calendar-entry.tsx'
import { standingWords } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'

type Refusal = components['schemas']['MyRenewal']['refusal']

/** Same heading, no button to start: why there is nothing to renew now (REN-19). */
export function NoRenewal({ refusal, checking }: { refusal: Refusal; checking: boolean }) {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  if (checking) return <Checking />
  const standing = data.certification?.standing
  if (!standing) return <p>{t('renewal.refused.none')}</p>
  if (refusal?.code === 'WINDOW_NOT_OPEN')
    return <NotOpen opensOn={refusal.opensOn ?? standing.facts.windowOpensOn} />
  if (refusal?.code === 'ALREADY_RENEWED' && standing.facts.renewedOn) return <Already />
  return <AsItStands />
}

/** Never a button beside an unknown payment. */
export function Checking() {
  const { t } = useSpeech()
  return (
    <Alert lead={t('pay.checking')} role="status">
      {t('pay.checkingMore')}
    </Alert>
  )
}

function NotOpen({ opensOn }: { opensOn: string }) {
  const { t, format } = useSpeech()
  const { program } = useSession()
  return (
    <>
      <p className="state__sentence">
        {t('renewal.refused.notOpen', { date: format.dayDate(opensOn) })}
      </p>
      <p className="gap-1">
        <AddToCalendar day={opensOn} site={program.site} />
      </p>
    </>
  )
}

function Already() {
  const { t, format } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  const facts = data.certification?.standing.facts
  return (
    <p className="state__sentence">
      {t('renewal.refused.already', {
        date: format.date(facts?.renewedOn ?? ''),
        next: format.date(facts?.nextWindowOpensOn ?? facts?.windowOpensOn ?? ''),
      })}
    </p>
  )
}

/** The sentence of the state, as on the dashboard, with the way on from it. */
function AsItStands() {
  const speech = useSpeech()
  const { program } = useSession()
  const { data } = useSuspenseQuery(dashboardQuery)
  if (!data.certification) return null
  const { sentence, action } = standingWords(data.certification.standing, speech, program.phone)
  return (
    <>
      <p className="state__sentence">
        <PhoneText text={sentence} />
      </p>
      {action && (
        <p className="gap-2">
          <Link className="textlink" to={action.to}>
            {action.text}
          </Link>
        </p>
      )}
    </>
  )
}
