import { Link } from '@tanstack/react-router'
import { useSpeech } from '../words/language.ts'
import { PublicPage } from './page.tsx'
import { useSession } from './session.ts'

export function NotFound() {
  const { t } = useSpeech()
  const { kind } = useSession()
  return (
    <PublicPage title={t('frame.notFound.title')}>
      <p className="measure">{t('frame.notFound.text')}</p>
      <div className="actions gap-4">
        <Link className="usa-button" to={kind === 'person' ? '/dashboard' : '/'}>
          {kind === 'person' ? t('frame.notFound.toDashboard') : t('frame.notFound.toHome')}
        </Link>
      </div>
    </PublicPage>
  )
}
