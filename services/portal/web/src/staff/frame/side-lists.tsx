import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { workQuery } from '../queries.ts'
import { countText, decisionsOf, type Work, type WorkList } from '../work.ts'

export interface ListEntry {
  readonly to: string
  readonly text: string
  readonly list: WorkList | null
}

export function listEntries(work: Work): ListEntry[] {
  const all: ListEntry[] = [
    { to: '/staff/checking', text: 'Payments being checked', list: work.checking },
    { to: '/staff/bounced', text: 'Mail bounced, date within 90 days', list: work.bounced },
    { to: '/staff/vouchers', text: 'Voucher does not work', list: work.vouchers ?? null },
    { to: '/staff/locked-out', text: 'Cannot get in', list: work.lockedOut },
    { to: '/staff/late', text: 'Late renewals', list: work.lateReviews },
    { to: '/staff/decisions', text: 'Waiting for a second person', list: decisionsOf(work) },
  ]
  return all.filter((entry) => entry.list !== null)
}

/** The work lists at the left of every page; on a small screen they are the desk's first page. */
export function SideLists() {
  const { data } = useQuery(workQuery)
  return (
    <nav className="s-side" aria-label="Work lists">
      <h2>Work lists</h2>
      <ul className="plain">
        {data &&
          listEntries(data).map(({ to, text, list }) => (
            <li key={to}>
              <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                <span>{text}</span>{' '}
                {list && <b className={list.overdue > 0 ? 'over' : undefined}>{countText(list)}</b>}
              </Link>
            </li>
          ))}
      </ul>
      <h2>More</h2>
      <ul className="plain">
        <li>
          <Link to="/staff/never-logged-in" activeProps={{ 'aria-current': 'page' }}>
            Imported, never logged in
          </Link>
        </li>
        <li>
          <Link to="/staff/declared" activeProps={{ 'aria-current': 'page' }}>
            Numbers I declared
          </Link>
        </li>
      </ul>
    </nav>
  )
}
