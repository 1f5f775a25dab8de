import { useQuery } from '@tanstack/react-query'
import type { components } from '@peercert/contracts/portal'
import { notifications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { shortDate } from '../person/history-words.ts'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { callText, RecordCall } from '../pieces/phone-call.tsx'
import { ReachButton } from '../pieces/reach.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { bouncesQuery } from '../queries.ts'

type Bounces = components['schemas']['DeskBounces']
type Row = Bounces['rows'][number]

export function BouncedPage() {
  const query = useQuery(bouncesQuery)
  return (
    <StaffPage
      title="Mail bounced, date within 90 days"
      lead="Their mail does not arrive while a date runs. The dates do not change because of this."
    >
      <Asked query={query} empty="Nobody." isEmpty={({ rows }) => rows.length === 0}>
        {({ rows, names }) => (
          <DeskTable
            name="bounce"
            columns={columnsOf(names)}
            rows={rows}
            keyOf={(row) => row.bounce.accountId}
          />
        )}
      </Asked>
    </StaffPage>
  )
}

function columnsOf(names: Bounces['names']): Column<Row>[] {
  return [
    {
      name: 'Person',
      heads: true,
      cell: ({ person }) => (
        <PersonLink accountId={person.accountId} name={person.name} number={person.number} />
      ),
    },
    {
      name: 'Expires',
      cell: ({ person }) => (person.expiresOn ? shortDate(person.expiresOn) : 'not known'),
    },
    { name: 'Bounced since', cell: ({ bounce }) => formats.en.monthDayTime(bounce.since) },
    {
      name: 'Phone',
      cell: ({ bounce }) => (
        <ReachButton accountId={bounce.accountId} label="Show phone" why="call" />
      ),
    },
    { name: 'Last call', cell: ({ bounce }) => callText(bounce.call, names) },
    {
      name: 'Record a call',
      cell: ({ bounce: { accountId } }) => (
        <RecordCall
          keep={(outcome) =>
            answer(
              notifications.POST('/staff/accounts/{accountId}/bounce-calls', {
                params: { path: { accountId } },
                body: { outcome },
              }),
            )
          }
        />
      ),
    },
  ]
}
