import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { dayOf, formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { useKeys } from '../keys.ts'
import { Asked } from '../pieces/asked.tsx'
import type { Opened } from '../pieces/documents.tsx'
import { historyQuery } from '../queries.ts'
import { HistoryLine } from './history-line.tsx'
import { worthShowing, type DeskLine } from './history-words.ts'
import type { LinkedThings } from './linked.ts'

type Filter = DeskLine['line']['filter']

const filters: readonly (readonly [Filter, string])[] = [
  ['money', 'money'],
  ['mail', 'mail'],
  ['status', 'status'],
  ['signature', 'signature'],
  ['staff', 'staff'],
  ['look', 'looks'],
]

interface HistoryProps {
  readonly accountId: string
  readonly personName: string
  /** Subjects of messages and numbers of receipts, by what a line links to. */
  readonly linked: LinkedThings
  readonly open: (opened: Opened) => void
}

/** One list over all services, newest first; nothing in it is ever edited (CONV-10). */
export function History(props: HistoryProps) {
  const query = useQuery(historyQuery(props.accountId))
  return (
    <section aria-labelledby="history">
      <div className="section__head">
        <h2 id="history">History</h2>
        <Link
          className="textlink small"
          to="/staff/people/$accountId/history"
          params={{ accountId: props.accountId } as never}
        >
          Print or save
        </Link>
      </div>
      <Asked query={query}>
        {({ lines, names, missing }) => (
          <>
            {missing.length > 0 && (
              <Alert role="status">
                No answer from: {missing.join(', ')}. Their lines are missing here.
              </Alert>
            )}
            <Filtered {...props} lines={worthShowing(lines)} names={names} />
          </>
        )}
      </Asked>
    </section>
  )
}

interface FilteredProps extends HistoryProps {
  readonly lines: readonly DeskLine[]
  readonly names: Readonly<Record<string, string>>
}

function Filtered({ lines, ...props }: FilteredProps) {
  const [shown, setShown] = useState<readonly Filter[]>(
    filters.map(([filter]) => filter).filter((filter) => filter !== 'look'),
  )
  const [said, setSaid] = useState('')
  const kept = lines.filter(({ line }) => shown.includes(line.filter))
  const set = (filter: Filter, on: boolean) => {
    const next = on ? [...shown, filter] : shown.filter((one) => one !== filter)
    setShown(next)
    setSaid(`${lines.filter(({ line }) => next.includes(line.filter)).length} lines`)
  }
  useHistoryKeys(kept.length)
  return (
    <>
      <fieldset className="filters">
        <legend className="usa-sr-only">Show in history</legend>
        {filters.map(([filter, text]) => (
          <label key={filter}>
            <input
              type="checkbox"
              checked={shown.includes(filter)}
              onChange={(event) => set(filter, event.target.checked)}
            />
            {text}
          </label>
        ))}
      </fieldset>
      <p role="status" className="usa-sr-only">
        {said}
      </p>
      {kept.length === 0 && <p>Nothing yet.</p>}
      <HistoryDays lines={kept} {...props} />
    </>
  )
}

/** A list for each day under its date. */
export function HistoryDays({ lines, ...props }: FilteredProps & { readonly whyOpen?: boolean }) {
  const days = Map.groupBy(lines, ({ line }) => dayOf(line.at))
  let index = 0
  return (
    <div className="hist">
      {[...days].map(([day, rows]) => (
        <Fragment key={day}>
          <h3 className="hist__day">{formats.en.dayDate(day)}</h3>
          <ol>
            {rows.map((row) => (
              <HistoryLine
                key={`${row.source} ${row.line.id}`}
                row={row}
                index={index++}
                {...props}
              />
            ))}
          </ol>
        </Fragment>
      ))}
    </div>
  )
}

/** j k move, o opens what the line links to, w opens Why?. */
function useHistoryKeys(count: number): void {
  const [at, setAt] = useState(-1)
  const row = (index: number) => document.getElementById(`line-${index}`)
  const move = (step: number) => {
    if (count === 0) return
    const next = Math.min(count - 1, Math.max(0, at + step))
    setAt(next)
    row(next)?.focus()
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    o: () => row(at)?.querySelector<HTMLElement>('.by button')?.click(),
    w: () => row(at)?.querySelector<HTMLElement>('summary')?.click(),
  })
}
