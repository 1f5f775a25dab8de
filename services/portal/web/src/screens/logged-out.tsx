import { useEffect, useState } from 'react'
import { markLeftSeen, readLeft, type Left } from '../api/leaving.ts'
import { logInAddress } from '../frame/head.tsx'
import { PublicPage } from '../frame/page.tsx'
import { providerName, useSession } from '../frame/session.ts'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'

/** Nothing of the person stands here any more. */
export function LoggedOut() {
  const { t, language } = useSpeech()
  const { loggedOut } = useSession()
  const [left] = useState<Left | null>(readLeft)
  useEffect(markLeftSeen, [])
  const provider = providerName(loggedOut?.mayStillBeSignedInTo)
  const idle = left?.why === 'idle'
  return (
    <PublicPage title={t('frame.loggedOut.title')}>
      <div className="flow measure">
        {idle && <p>{t('frame.loggedOut.idle')}</p>}
        {provider && <Alert>{t('frame.loggedOut.other', { provider })}</Alert>}
        {!idle && <p>{t('frame.loggedOut.shared')}</p>}
      </div>
      <div className="actions gap-3">
        <a className="usa-button" href={logInAddress(language, left?.path ?? '/dashboard')}>
          {t('labels.logIn')}
        </a>
      </div>
      {idle && <p className="small quiet gap-2">{t('frame.loggedOut.back')}</p>}
    </PublicPage>
  )
}
