import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { shortDate } from '../person/history-words.ts'
import { Asked } from '../pieces/asked.tsx'
import { useRowKeys } from '../pieces/row-keys.ts'
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
  useRowKeys(rows.length, (index) => `late-${index}`)
  return (
    <>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">Due by</th>
            <th scope="col">Person</th>
            <th scope="col">Language</th>
            <th scope="col">Expired on</th>
            <th scope="col">Days late</th>
            <th scope="col">Sent on</th>
            <th scope="col">Checks</th>
            <th scope="col">Flags</th>
            <th scope="col">With</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row
              key={row.renewalId}
              id={`late-${index}`}
              row={row}
              spanish={people.get(row.accountId)?.language === 'es'}
              withWhom={row.mine ? 'you' : nameOf(row.takenBy)}
            />
          ))}
        </tbody>
      </table>
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

interface RowProps {
  readonly id: string
  readonly row: ReviewRow
  readonly spanish: boolean
  readonly withWhom: string
}

function Row({ id, row, spanish, withWhom }: RowProps) {
  return (
    <tr id={id}>
      <td className={row.overdue ? 'over' : undefined}>
        {shortDate(row.decideBy)}, <span className="nowrap">{daysText(row)}</span>
      </td>
      <th scope="row">
        {row.barred ? (
          <>
            {row.certifiedName} <span className="quiet">for somebody else</span>
          </>
        ) : (
          <Link to="/staff/late/$renewalId" params={{ renewalId: row.renewalId } as never}>
            {row.certifiedName}
          </Link>
        )}{' '}
        <span className="quiet">{row.number}</span>
      </th>
      <td>{spanish ? 'Spanish' : 'English'}</td>
      <td>{shortDate(row.expiredOn)}</td>
      <td>{row.daysLate}</td>
      <td>{shortDate(row.submittedOn)}</td>
      <td className={row.checksMet < 6 ? 'over' : undefined}>{row.checksMet} of 6</td>
      <td>{row.flags.map((flag) => flag.replaceAll('-', ' ')).join(', ')}</td>
      <td>{withWhom}</td>
    </tr>
  )
}

export function daysText({ daysLeft, overdue }: Pick<ReviewRow, 'daysLeft' | 'overdue'>): string {
  if (overdue)
    return Math.abs(daysLeft) === 1 ? '1 day overdue' : `${Math.abs(daysLeft)} days overdue`
  if (daysLeft === 0) return 'today'
  return daysLeft === 1 ? '1 day left' : `${daysLeft} days left`
}
