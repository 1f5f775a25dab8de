import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dashboardQuery } from '../api/queries.ts'
import { showsRenewal } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'

export type MenuItem =
  | 'dashboard'
  | 'application'
  | 'renewal'
  | 'certificate'
  | 'receipts'
  | 'messages'
  | 'information'
  | 'help'
  | 'none'

const paths: Record<Exclude<MenuItem, 'none'>, string> = {
  dashboard: '/dashboard',
  application: '/my-application',
  renewal: '/renewal',
  certificate: '/certificate',
  receipts: '/receipts',
  messages: '/messages',
  information: '/my-information',
  help: '/help',
}

/** Where you are; on a phone a plain list under the heading of the dashboard. */
export function SideMenu({ here, kind }: { here: MenuItem; kind: 'home' | 'inner' }) {
  const { t } = useSpeech()
  const { data } = useQuery(dashboardQuery)
  const state = data?.certification?.standing.state
  const renews = state !== undefined && showsRenewal(state)
  const names: Record<keyof typeof paths, string> = {
    dashboard: t('labels.dashboard'),
    application: t('labels.myApplication'),
    renewal: t('labels.renewMyCertification'),
    certificate: t('labels.myCertificate'),
    receipts: t('frame.menu.payments'),
    messages: t('frame.menu.messages'),
    information: t('frame.menu.information'),
    help: t('labels.help'),
  }
  const items = (Object.keys(paths) as (keyof typeof paths)[]).filter(
    (item) => item !== 'renewal' || renews,
  )
  const rows = renews ? 'usa-sidenav' : 'usa-sidenav usa-sidenav--short'
  return (
    <nav className={`side side--${kind}`} aria-label={t('labels.dashboard')}>
      <ul className={rows}>
        {items.map((item) => (
          <li
            key={item}
            className={
              item === 'dashboard' && here === 'dashboard'
                ? 'usa-sidenav__item usa-sidenav__item--here'
                : 'usa-sidenav__item'
            }
          >
            <MenuLink to={linkOf(item, state)} text={names[item]} current={item === here} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The menu keeps its words; a late renewal with staff is where it leads then. */
function linkOf(item: keyof typeof paths, state: string | undefined): string {
  return item === 'renewal' && state?.startsWith('late-') ? '/renewal/late' : paths[item]
}

function MenuLink({ to, text, current }: { to: string; text: string; current: boolean }) {
  return (
    <Link
      to={to}
      {...(current && { className: 'usa-current', 'aria-current': 'page' as const })}
      activeProps={{}}
      inactiveProps={{}}
    >
      {text}
    </Link>
  )
}
