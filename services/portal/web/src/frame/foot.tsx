import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { lastReference } from '../api/clients.ts'
import { dashboardQuery } from '../api/queries.ts'
import { useSpeech, type Speech } from '../words/language.ts'
import { useSession } from './session.ts'

/** Phone, hours, and what to say when calling. */
export function Foot() {
  const speech = useSpeech()
  const { t } = speech
  const { program } = useSession()
  const reference = useReference()
  return (
    <footer className="foot">
      <div className="wrap">
        <div>
          <p>
            <strong>{t('labels.help')}:</strong> <Phone phone={program.phone} />,{' '}
            {program.hours[speech.language]}
          </p>
          {reference && (
            <p className="quiet">
              {t('frame.foot.reference')} <span className="nowrap">{reference}</span>
            </p>
          )}
        </div>
        <ul className="plain">
          <li>
            <Link to="/how-to/renew">{t('frame.foot.howTo')}</Link>
          </li>
          <li>
            <Link to="/privacy">{t('frame.foot.privacy')}</Link>
          </li>
          <li>
            <Link to="/accessibility">{t('frame.foot.accessibility')}</Link>
          </li>
        </ul>
      </div>
    </footer>
  )
}

export function Phone({ phone }: { phone: string }) {
  const digits = phone.replaceAll(/\D/g, '')
  return (
    <a href={`tel:+${digits.length === 10 ? `1${digits}` : digits}`} className="nowrap">
      {phone}
    </a>
  )
}

/** Staff find the last failure of this page by its reference, and a person by their number. */
export function useReference(): string | null {
  const { kind } = useSession()
  useRouterState({ select: (state) => state.location.href })
  const { data } = useQuery({ ...dashboardQuery, enabled: kind === 'person' })
  return lastReference() ?? data?.certification?.number ?? null
}

/** When somebody answers the phone, in the page's language. */
type Hours = ReturnType<typeof useSession>['program']['hours']

/** The hours in the middle of a sentence, whose own full stop follows. */
export function hoursIn(hours: Hours, { language }: Speech): string {
  return hours[language].replace(/\.$/, '')
}
