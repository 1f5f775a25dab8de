import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { programQuery } from '../api/queries.ts'
import { hoursIn } from '../frame/foot.tsx'
import { logInAddress } from '../frame/head.tsx'
import { PublicPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/public/')

export const logInProblems = [
  'log-in-expired',
  'log-in-cancelled',
  'log-in-unavailable',
  'log-in-refused',
] as const
export type LogInProblem = (typeof logInProblems)[number]

/** S1: three lines, and the way in. */
export function Home() {
  const speech = useSpeech()
  const { t, format } = speech
  const { program } = useSession()
  const { data } = useQuery(programQuery)
  return (
    <PublicPage title={t('home.title')}>
      <LogInTrouble />
      <WayIn />
      <ul className="points measure gap-4">
        <li>
          <h2>{t('home.renewTitle')}</h2>
          {data && <p>{t('home.renew', { fee: format.money(data.feeCents) })}</p>}
          <Link className="textlink" to="/how-to/renew">
            {t('home.renewLink')}
          </Link>
        </li>
        <li>
          <h2>{t('home.verifyTitle')}</h2>
          <p>{t('home.verify')}</p>
          <Link className="textlink" to="/verify">
            {t('home.verifyLink')}
          </Link>
        </li>
        <li>
          <h2>{t('home.helpTitle')}</h2>
          <p>
            <PhoneText
              text={t('home.help', { phone: program.phone, hours: hoursIn(program.hours, speech) })}
            />
          </p>
          <Link className="textlink" to="/cannot-get-in">
            {t('home.cannot.title')}
          </Link>
        </li>
      </ul>
    </PublicPage>
  )
}

function WayIn() {
  const { t, language } = useSpeech()
  const { kind, name } = useSession()
  if (kind === 'anonymous')
    return (
      <div className="actions">
        <a className="usa-button" href={logInAddress(language, '/dashboard')}>
          {t('labels.register')}
        </a>
      </div>
    )
  return (
    <>
      <p>{t('home.loggedInAs', { name: (name ?? '').replace(/\.$/, '') })}</p>
      <div className="actions gap-2">
        <Link className="usa-button" to={kind === 'staff' ? '/staff' : '/dashboard'}>
          {t('labels.dashboard')}
        </Link>
      </div>
    </>
  )
}

/** Why a log-in did not end where it should. */
function LogInTrouble() {
  const { t } = useSpeech()
  const { program } = useSession()
  const { problem } = route.useSearch() as { problem?: LogInProblem }
  if (!problem) return null
  return (
    <Alert tone="error" role="alert">
      <PhoneText text={t(`home.trouble.${problem}`, { phone: program.phone })} />
    </Alert>
  )
}
