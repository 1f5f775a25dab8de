import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { dashboardQuery } from '../api/queries.ts'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'
import { PhoneText } from './phone-text.tsx'
import { useSession } from './session.ts'

/** Payments down is said where it matters: on the first page, the dashboard and beside Pay. */
const cardPages = ['/', '/dashboard', '/renewal/pay', '/renewal/pay/box']

/** At most one, above the h1; the graver one wins. */
export function SiteAlert() {
  const { t } = useSpeech()
  const { kind, email, cardsWork, program } = useSession()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { data } = useQuery({ ...dashboardQuery, enabled: kind === 'person' })
  if (!cardsWork && cardPages.includes(path))
    return (
      <Alert tone="error" role="status">
        <PhoneText text={t('frame.cardsDown', { phone: program.phone })} />
      </Alert>
    )
  // My Information says it itself, with what can be done about it.
  if (kind === 'person' && data?.mailState === 'bounced' && path !== '/my-information')
    return (
      <Alert tone="error" role="status">
        {t('frame.bounced.text', { email: email ?? '' })}{' '}
        <Link to="/my-information" hash="email">
          {t('frame.bounced.check')}
        </Link>
      </Alert>
    )
  return null
}
