import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSpeech } from '../words/language.ts'

interface Row {
  readonly key: string
  readonly to: string
  readonly text: string
  readonly day: string
  readonly unread?: boolean
  /** The row's words in another language than the page. */
  readonly lang?: string | undefined
}

/** Subject as link, date at the right. */
export function Rows({ rows, empty }: { rows: readonly Row[]; empty: ReactNode }) {
  const { t, format } = useSpeech()
  if (rows.length === 0) return <p>{empty}</p>
  return (
    <ul className="rows">
      {rows.map(({ key, to, text, day, unread, lang }) => (
        <li key={key}>
          <Link to={to} className={unread ? 'is-unread' : undefined}>
            <span lang={lang}>{text}</span>
            {unread && <span className="usa-sr-only"> ({t('dashboard.unread')})</span>}
          </Link>
          <time dateTime={day}>{format.date(day)}</time>
        </li>
      ))}
    </ul>
  )
}
