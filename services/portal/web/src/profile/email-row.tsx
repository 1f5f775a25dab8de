import { useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { providerName, useSession } from '../frame/session.ts'
import { ReviewRow } from '../pieces/review-rows.tsx'
import { useSpeech } from '../words/language.ts'

/** The new address is proved at the sign-in; until then nothing changes, and the form goes on. */
export function EmailRow({ email }: { email: string }) {
  const { t } = useSpeech()
  const { method } = useSession()
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const provider = providerName(method)
  const change = (
    <button
      type="button"
      className="link-button"
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      {t('form.row.change')}
      <span className="usa-sr-only"> {t('form.row.email').toLowerCase()}</span>
    </button>
  )
  return (
    <ReviewRow label={t('form.row.email')} act={change}>
      <span id="email">{email}</span>
      {open && (
        <span className="edit">
          <span className="line gap-1">{t('form.email.how', { email })}</span>
          <span className="line gap-1">
            {provider ? t('form.email.provider', { provider }) : t('form.email.password')}
          </span>
          <a
            className="usa-button usa-button--outline gap-2"
            href={`/auth/change-email?${new URLSearchParams({ return: path })}`}
          >
            {t('form.email.go')}
          </a>
        </span>
      )}
    </ReviewRow>
  )
}
