import { Link } from '@tanstack/react-router'
import { Title } from '../frame/page.tsx'
import { useLeave } from '../frame/leave.ts'
import { SideMenu } from '../frame/side-menu.tsx'
import { useSpeech } from '../words/language.ts'

/** This log-in holds none: three ways on. */
export function NoCertification() {
  const { t } = useSpeech()
  const leave = useLeave()
  return (
    <div className="grid">
      <Title title={t('dashboard.empty.title')} />
      <SideMenu here="dashboard" kind="home" />
      <div className="col" id="content">
        <p className="measure">{t('labels.sameWay')}</p>
        <ul className="plain choices">
          <li>
            <Link className="usa-button" to="/find">
              {t('dashboard.empty.find')}
            </Link>
          </li>
          <li>
            <button type="button" className="link-button" onClick={() => leave('chosen')}>
              {t('dashboard.empty.otherWay')}
            </button>
          </li>
          <li>
            <Link className="textlink" to="/apply">
              {t('dashboard.empty.apply')}
            </Link>
          </li>
        </ul>
      </div>
    </div>
  )
}
