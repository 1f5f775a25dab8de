import type { components } from '@peercert/contracts/portal'
import { formats } from '../../format.ts'
import { Badge } from '../../pieces/badge.tsx'
import { badgeOf } from '../badges.ts'

type Row = components['schemas']['FoundRow']

interface FoundRowProps {
  readonly row: Row
  readonly index: number
  readonly chosen: boolean
  readonly go: (accountId: string) => void
}

const running: Record<string, string> = {
  draft: 'renewal started',
  checking: 'payment being checked',
  'late-review': 'late review',
  question: 'question asked',
  refused: 'renewal refused',
}

/** Name, number, badge, expires, county, language, mail, what is running. */
export function FoundRow({ row, index, chosen, go }: FoundRowProps) {
  return (
    <div
      role="option"
      id={`found-${index}`}
      tabIndex={-1}
      aria-selected={chosen}
      className="found__row"
      onMouseDown={(event) => {
        // The field keeps the focus; the row opens.
        event.preventDefault()
        go(row.accountId)
      }}
    >
      <span className="found__name">
        {row.name}
        {row.formerNames.length > 0 && <small> (formerly {row.formerNames.join(', ')})</small>}
      </span>
      <span>{row.number ?? 'no certification'}</span>
      {row.badge ? <Badge {...badgeOf(row.badge)} /> : <span />}
      <span className="quiet">{factsOf(row).join(' · ')}</span>
    </div>
  )
}

function factsOf(row: Row): string[] {
  const facts = [
    row.matched !== 'number' &&
      row.matched !== 'person' &&
      `${row.matched} ${row.label ?? ''}`.trim(),
    row.expiresOn && `expires ${formats.en.date(row.expiresOn)}`,
    row.county,
    row.language === 'es' && 'prefers Spanish',
    row.mail === 'bounced' && 'mail bounced',
    row.signedIn === false && 'never logged in',
    row.running && runningText(row.running),
  ]
  return facts.filter((fact): fact is string => Boolean(fact))
}

function runningText({ what, due }: { what: string; due?: string }): string {
  const text = running[what] ?? what
  return due ? `${text}, due ${formats.en.monthDay(due)}` : text
}
