import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { shortDate } from '../person/history-words.ts'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { languageName } from '../pieces/documents.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { lateReviewsQuery, usePeople, useStaffNames } from '../queries.ts'
import { Keys } from './keys-line.tsx'

export type ReviewRow = components['schemas']['LateReviewRow']

/** Overdue first, then by due date. There is no bulk approval. */
export function LateListPage() {
  const query = useQuery(lateReviewsQuery)
  return (
    <StaffPage
      title="Late renewals"
      lead="Each is decided by itself, within 30 days after it was sent."
    >
      <Asked query={query} empty="No late renewal waits." isEmpty={(rows) => rows.length === 0}>
        {(rows) => <List rows={rows} />}
      </Asked>
    </StaffPage>
  )
}

function List({ rows }: { rows: readonly ReviewRow[] }) {
  const people = usePeople(rows.map((row) => row.accountId))
  const nameOf = useStaffNames(rows.map((row) => row.takenBy))
  const columns: Column<ReviewRow>[] = [
    {
      name: 'Due by',
      cell: (row) => (
        <>
          {shortDate(row.decideBy)}, <span className="nowrap">{daysText(row)}</span>
        </>
      ),
      over: (row) => row.overdue,
    },
    { name: 'Person', heads: true, cell: (row) => <Holder row={row} /> },
    {
      name: 'Language',
      cell: (row) => languageName(people.get(row.accountId)?.language ?? 'en'),
    },
    { name: 'Expired on', cell: (row) => shortDate(row.expiredOn) },
    { name: 'Days late', cell: (row) => row.daysLate },
    { name: 'Sent on', cell: (row) => shortDate(row.submittedOn) },
    {
      name: 'Checks',
      cell: (row) => `${row.checksMet} of 6`,
      over: (row) => row.checksMet < 6,
    },
    { name: 'Flags', cell: (row) => flagsText(row.flags) },
    { name: 'With', cell: (row) => (row.mine ? 'you' : nameOf(row.takenBy) || 'nobody') },
  ]
  return (
    <>
      <DeskTable name="late" columns={columns} rows={rows} keyOf={(row) => row.renewalId} />
      <Keys
        rows={[
          [['j', 'k'], 'next, previous'],
          [['o'], 'open'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

const flagsText = (flags: ReviewRow['flags']) =>
  flags.map((flag) => flag.replaceAll('-', ' ')).join(', ') || 'none'

/** Somebody else's case by declaration: named, not opened (ROLE-12). */
function Holder({ row }: { row: ReviewRow }) {
  const { renewalId, certifiedName, number, barred } = row
  return (
    <>
      {barred ? (
        `${certifiedName}, for somebody else`
      ) : (
        <Link to="/staff/late/$renewalId" params={{ renewalId } as never}>
          {certifiedName}
        </Link>
      )}
      <span className="quiet"> {number}</span>
    </>
  )
}

export function daysText({ daysLeft, overdue }: Pick<ReviewRow, 'daysLeft' | 'overdue'>): string {
  if (overdue)
    return Math.abs(daysLeft) === 1 ? '1 day overdue' : `${Math.abs(daysLeft)} days overdue`
  if (daysLeft === 0) return 'today'
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`
}
