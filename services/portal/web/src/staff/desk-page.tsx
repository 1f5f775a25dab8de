import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useToday } from '../frame/session.ts'
import { Alert } from '../pieces/alert.tsx'
import { dayOf, formats } from '../format.ts'
import { listEntries, type ListEntry } from './frame/side-lists.tsx'
import { Asked } from './pieces/asked.tsx'
import { DeskTable, type Column } from './pieces/desk-table.tsx'
import { StaffPage } from './pieces/staff-page.tsx'
import { workQuery } from './queries.ts'
import type { Work } from './work.ts'

/** The day at a glance: four figures, and the lists with their oldest. */
export function DeskPage() {
  const query = useQuery(workQuery)
  const today = useToday()
  return (
    <StaffPage title={formats.en.dayDate(today)}>
      <Asked query={query}>
        {(work) => (
          <>
            {work.missing.length > 0 && (
              <Alert role="status">
                No answer from: {work.missing.join(', ')}. What they know is not counted here.
              </Alert>
            )}
            <Figures figures={work.figures} />
            <Lists work={work} />
          </>
        )}
      </Asked>
    </StaffPage>
  )
}

function Figures({ figures }: { figures: Work['figures'] }) {
  const { expiringThisMonth: due, renewedOfThem: renewed } = figures
  const share = due && renewed !== null ? `${Math.round((renewed * 100) / due)} %` : '–'
  const all: readonly (readonly [string, string, string])[] = [
    [
      'Renewed in time',
      share,
      due === null ? '' : `${renewed ?? 0} of ${due} who expire this month`,
    ],
    ['Started but not paid', figure(figures.startedNotPaid), 'renewals'],
    ['Payments unknown', figure(figures.unknownOver15), 'longer than 15 minutes'],
    ['Contacts', figure(figures.contactsPer100Renewals), 'per 100 renewals, last 30 days'],
  ]
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="usa-sr-only">
        Four figures
      </h2>
      <dl className="figures">
        {all.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b> <span className="quiet">{more}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const figure = (value: number | null) => (value === null ? '–' : String(value))

function Lists({ work }: { work: Work }) {
  return (
    <section aria-labelledby="lists">
      <h2 id="lists">Work lists</h2>
      <DeskTable name="list" columns={columns} rows={listEntries(work)} keyOf={(row) => row.to} />
    </section>
  )
}

const columns: readonly Column<ListEntry>[] = [
  { name: 'List', heads: true, cell: ({ to, text }) => <Link to={to}>{text}</Link> },
  { name: 'Open', cell: ({ list }) => list?.count },
  {
    name: 'Overdue',
    cell: ({ list }) => list?.overdue,
    over: ({ list }) => (list?.overdue ?? 0) > 0,
  },
  { name: 'Mine', cell: ({ list }) => list?.mine },
  { name: 'Oldest', cell: ({ list }) => (list?.oldest ? since(list.oldest) : 'none') },
]

/** An instant or a civil date, as its source keeps it. */
function since(text: string): string {
  if (!text.includes('T')) return formats.en.date(text)
  return `${formats.en.date(dayOf(text))}, ${formats.en.time(text)}`
}
