import { Link } from '@tanstack/react-router'
import { useSpeech } from '../words/language.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { useLeave } from './leave.ts'
import { useSession } from './session.ts'

/** Whose site this is, and the four tools; never sticky, never behind an icon. */
export function Head({ isPublic = false }: { isPublic?: boolean }) {
  const { t } = useSpeech()
  const session = useSession()
  const inside = session.kind !== 'anonymous'
  return (
    <header>
      <div className="state-line">
        <p className="wrap">{t('frame.stateProgram')}</p>
      </div>
      <div className="head">
        <div className="wrap">
          <p className="head__name">
            <Link to={inside ? '/dashboard' : '/'}>{t('labels.program')}</Link>
          </p>
          <ul className="head__tools" aria-label={t('frame.session')}>
            {inside && <li className="who">{session.name}</li>}
            <li>
              <Link to="/help">{t('labels.help')}</Link>
            </li>
            <li>
              <LanguageSwitch />
            </li>
            {inside ? <Inside isPublic={isPublic} /> : <Outside />}
          </ul>
        </div>
      </div>
    </header>
  )
}

function Outside() {
  const { t, language } = useSpeech()
  return (
    <li>
      <a href={logInAddress(language, '/dashboard')}>{t('labels.register')}</a>
    </li>
  )
}

function Inside({ isPublic }: { isPublic: boolean }) {
  const { t } = useSpeech()
  const leave = useLeave()
  return (
    <>
      {isPublic && (
        <li>
          <Link to="/dashboard">{t('labels.dashboard')}</Link>
        </li>
      )}
      <li>
        <button type="button" className="head__button" onClick={() => leave('chosen')}>
          {t('labels.logOut')}
        </button>
      </li>
    </>
  )
}

export function logInAddress(language: string, path: string): string {
  return `/auth/log-in?${new URLSearchParams({ language, return: path })}`
}
