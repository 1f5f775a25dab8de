import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '@peercert/contracts/payments'
import { useSession } from '../../frame/session.ts'
import { formats } from '../../format.ts'
import { AskProcessorDialog } from '../person/ask-processor-dialog.tsx'
import { Asked } from '../pieces/asked.tsx'
import { useRowKeys } from '../pieces/row-keys.ts'
import { StaffPage } from '../pieces/staff-page.tsx'
import { unknownPaymentsQuery, usePeople } from '../queries.ts'

type Payment = components['schemas']['StaffPayment']

const lead =
  'Their outcome is unknown: the person reads “We are checking your payment. Do not pay again.” Each resolves by itself; after 15 minutes it is an alarm.'

export function CheckingPage() {
  const query = useQuery(unknownPaymentsQuery)
  return (
    <StaffPage title="Payments being checked" lead={lead}>
      <Asked
        query={query}
        empty="No payment is being checked."
        isEmpty={(rows) => rows.length === 0}
      >
        {(rows) => <List rows={rows} />}
      </Asked>
    </StaffPage>
  )
}

function List({ rows }: { rows: readonly Payment[] }) {
  const people = usePeople(rows.map((row) => row.accountId))
  const { roles } = useSession()
  const [asking, setAsking] = useState<string | null>(null)
  useRowKeys(rows.length, (index) => `checking-${index}`)
  return (
    <>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Amount</th>
            <th scope="col">Pay received</th>
            <th scope="col">Unknown since</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.paymentId} id={`checking-${index}`}>
              <th scope="row">
                <PersonLink accountId={row.accountId} name={people.get(row.accountId)?.legalName} />{' '}
                <span className="quiet">{people.get(row.accountId)?.held?.number}</span>
              </th>
              <td>{formats.en.money(row.totalCents)}</td>
              <td>{formats.en.monthDayTime(row.stampedAt)}</td>
              <td className={row.overdue ? 'over' : undefined}>
                {row.checkingSince && formats.en.monthDayTime(row.checkingSince)}
                {row.overdue && ' – longer than 15 minutes'}
              </td>
              <td>
                {roles.includes('finance') && (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setAsking(row.paymentId)}
                  >
                    Ask the processor now
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking && <AskProcessorDialog paymentId={asking} close={() => setAsking(null)} />}
    </>
  )
}

export function PersonLink({ accountId, name }: { accountId: string; name: string | undefined }) {
  return (
    <Link to="/staff/people/$accountId" params={{ accountId } as never}>
      {name ?? 'Open the file'}
    </Link>
  )
}
