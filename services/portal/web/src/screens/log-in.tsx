import { useEffect } from 'react'
import { logInAddress } from '../frame/head.tsx'
import { PublicPage } from '../frame/page.tsx'
import { useSpeech } from '../words/language.ts'

/** The log-in box is the sign-in server's own page; this leads there. */
export function LogIn() {
  const { t, language } = useSpeech()
  const address = logInAddress(language, '/dashboard')
  useEffect(() => location.replace(address), [address])
  return (
    <PublicPage title={t('labels.logIn')}>
      <p>{t('home.forward')}</p>
      <p className="gap-2">
        <a className="textlink" href={address}>
          {t('home.forwardLink')}
        </a>
      </p>
    </PublicPage>
  )
}
