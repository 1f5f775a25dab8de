import { useQuery } from '@tanstack/react-query'
import type { components } from '@peercert/contracts/portal'
import { payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { useSession } from '../../frame/session.ts'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { callText, RecordCall } from '../pieces/phone-call.tsx'
import { ReachButton } from '../pieces/reach.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { vouchersQuery } from '../queries.ts'

type Vouchers = components['schemas']['DeskVouchers']
type Row = Vouchers['rows'][number]
type Refusals = Row['task']['refusals']

const lead =
  'Today is their last day, and five wrong codes closed the voucher field. Call before the day ends. Paying by card works, but then the voucher cannot be used for this fee.'

export function VouchersPage() {
  const query = useQuery(vouchersQuery)
  const { roles } = useSession()
  const mayCall = roles.includes('reviewer') || roles.includes('finance')
  return (
    <StaffPage title="Voucher does not work" lead={lead}>
      <Asked query={query} empty="Nobody." isEmpty={({ rows }) => rows.length === 0}>
        {({ rows, names }) => (
          <DeskTable
            name="voucher"
            columns={mayCall ? [...columnsOf(names), recordColumn] : columnsOf(names)}
            rows={rows}
            keyOf={(row) => row.task.taskId}
          />
        )}
      </Asked>
    </StaffPage>
  )
}

function columnsOf(names: Vouchers['names']): Column<Row>[] {
  return [
    {
      name: 'Person',
      heads: true,
      cell: ({ person, task }) => (
        <>
          <PersonLink
            accountId={task.accountId}
            name={person.name}
            number={task.certificationNumber}
          />
          {person.language === 'es' && <span className="quiet"> prefers Spanish</span>}
        </>
      ),
    },
    { name: 'Locked since', cell: ({ task }) => formats.en.monthDayTime(task.since) },
    { name: 'Codes refused today', cell: ({ task }) => refusalsText(task.refusals) },
    {
      name: 'Phone',
      cell: ({ task }) => <ReachButton accountId={task.accountId} label="Show phone" why="call" />,
    },
    { name: 'Last call', cell: ({ task }) => callText(task.call, names) },
  ]
}

const recordColumn: Column<Row> = {
  name: 'Record a call',
  cell: ({ task: { taskId } }) => (
    <RecordCall
      keep={(outcome) =>
        answer(
          payments.POST('/staff/voucher-tasks/{taskId}/closing', {
            params: { path: { taskId } },
            body: { outcome },
          }),
        )
      }
    />
  ),
}

const refusalWords: Record<Refusals[number]['code'], string> = {
  'voucher-unknown': 'not known',
  'voucher-not-yours': 'another person’s',
  'voucher-expired': 'ended',
  'voucher-already-used': 'used before',
  'voucher-wrong-fee': 'for another fee',
  'voucher-program-closed': 'program closed',
}

/** "4 not known, 1 another person’s" */
const refusalsText = (refusals: Refusals) =>
  refusals.map(({ code, count }) => `${count} ${refusalWords[code]}`).join(', ')
