import { useSuspenseQuery } from '@tanstack/react-query'
import { dashboardQuery, renewalQuery } from '../api/queries.ts'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'

/** Why an earlier signature no longer holds. */
export function SignAgain({ changedOn }: { changedOn: string | undefined }) {
  const { t, format } = useSpeech()
  const { data } = useSuspenseQuery(renewalQuery)
  const { data: dashboard } = useSuspenseQuery(dashboardQuery)
  switch (data.renewal?.signAgain) {
    case 'expired-since':
      return (
        <Alert role="status">
          {t('form.code.signAgainExpired', {
            date: format.date(data.information?.expiresOn ?? ''),
          })}
        </Alert>
      )
    case 'code-changed':
      return changedOn ? (
        <Alert role="status">
          {t('form.code.signAgainCode', { date: format.date(changedOn) })}
        </Alert>
      ) : null
    case 'name-changed':
      return (
        <Alert role="status">
          {t('form.code.signAgainName', { name: dashboard.certification?.certifiedName ?? '' })}
        </Alert>
      )
    default:
      return null
  }
}
