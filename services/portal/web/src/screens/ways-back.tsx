import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dashboardQuery } from '../api/queries.ts'
import { PublicPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { useSpeech } from '../words/language.ts'

const items = (steps: readonly string[]) => (
  <ol>
    {steps.map((step) => (
      <li key={step}>{step}</li>
    ))}
  </ol>
)

/** Expired 12 to 24 months ago (REN-22): explained, nothing is paid. */
export function ComeBack() {
  const { t, words, format } = useSpeech()
  const { phone } = useSession().program
  const { data } = useSuspenseQuery(dashboardQuery)
  const standing = data.certification?.standing
  const { comeBack } = words.account
  return (
    <PublicPage title={comeBack.title}>
      <div className="text">
        <p>{comeBack.intro}</p>
        {items(comeBack.steps)}
        <p>{comeBack.after}</p>
        {standing?.state === 'expired-needs-exam' && (
          <p>
            {t('account.comeBack.until', { date: format.date(standing.facts.reinstateThrough) })}
          </p>
        )}
        <p>
          <PhoneText text={t('account.comeBack.contact', { phone })} />
        </p>
      </div>
    </PublicPage>
  )
}

/** Expired more than 24 months ago (REN-23). */
export function ApplyAgain() {
  const { t, words } = useSpeech()
  const { program, kind } = useSession()
  const { data } = useQuery({ ...dashboardQuery, enabled: kind === 'person' })
  const number = data?.certification?.number
  const { applyAgain } = words.account
  return (
    <PublicPage title={applyAgain.title}>
      <div className="text">
        <p>{applyAgain.intro}</p>
        {items(applyAgain.steps)}
        <p>{number ? t('account.applyAgain.after', { number }) : applyAgain.afterNoNumber}</p>
        <p>
          <PhoneText text={t('account.applyAgain.contact', { phone: program.phone })} />
        </p>
      </div>
    </PublicPage>
  )
}

/** New here: what it takes. */
export function Apply() {
  const { t, words } = useSpeech()
  const { program } = useSession()
  const { apply } = words.account
  return (
    <PublicPage title={apply.title}>
      <div className="text">
        <p>{apply.intro}</p>
        {items(apply.steps)}
        <p>
          <PhoneText text={t('account.apply.contact', { phone: program.phone })} />
        </p>
        <p>
          {apply.already} <Link to="/find">{t('dashboard.empty.find')}</Link>
        </p>
      </div>
    </PublicPage>
  )
}
