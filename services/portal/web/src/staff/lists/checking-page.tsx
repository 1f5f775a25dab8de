import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '@peercert/contracts/payments'
import { formats } from '../../format.ts'
import { useSession } from '../../frame/session.ts'
import { AskProcessorDialog } from '../person/ask-processor-dialog.tsx'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { unknownPaymentsQuery, usePeople } from '../queries.ts'

type Payment = components['schemas']['StaffPayment']

const format = formats.en
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
  const columns: Column<Payment>[] = [
    {
      name: 'Person',
      heads: true,
      cell: ({ accountId }) => {
        const person = people.get(accountId)
        return (
          <PersonLink
            accountId={accountId}
            name={person?.legalName}
            number={person?.held?.number}
          />
        )
      },
    },
    { name: 'Amount', cell: (row) => format.money(row.totalCents) },
    { name: 'Pay received', cell: (row) => format.monthDayTime(row.stampedAt) },
    { name: 'Unknown since', cell: sinceText, over: (row) => row.overdue === true },
  ]
  if (roles.includes('finance'))
    columns.push({
      name: 'Do',
      cell: (row) => (
        <button type="button" className="link-button" onClick={() => setAsking(row.paymentId)}>
          Ask the processor now
        </button>
      ),
    })
  return (
    <>
      <DeskTable name="checking" columns={columns} rows={rows} keyOf={(row) => row.paymentId} />
      {asking && <AskProcessorDialog paymentId={asking} close={() => setAsking(null)} />}
    </>
  )
}

function sinceText({ checkingSince, overdue }: Payment): string {
  const since = checkingSince ? format.monthDayTime(checkingSince) : ''
  return overdue ? `${since}, longer than 15 minutes` : since
}
