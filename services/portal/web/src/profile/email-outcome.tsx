import { useSuspenseQuery } from '@tanstack/react-query'
import { profileQuery } from '../api/queries.ts'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'

export const emailOutcomes = ['changed', 'in-use', 'unchanged', 'pending'] as const
export type EmailOutcome = (typeof emailOutcomes)[number]
export interface EmailSearch {
  readonly email?: EmailOutcome
}

/** Back from changing the e-mail: what came of it. */
export function EmailOutcomeLine({ outcome }: { outcome: EmailOutcome | undefined }) {
  const { t } = useSpeech()
  const { phone } = useSession().program
  const { email } = useSuspenseQuery(profileQuery).data
  if (!outcome || outcome === 'unchanged') return null
  if (outcome === 'in-use')
    return (
      <Alert tone="error" role="alert">
        <PhoneText text={t('form.error.emailInUse', { phone })} />
      </Alert>
    )
  return (
    <Alert role="status">
      {outcome === 'changed' ? t('form.email.changed', { email }) : t('form.email.sent', { email })}
    </Alert>
  )
}
