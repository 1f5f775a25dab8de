import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '@peercert/contracts/portal'
import { notifications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { Asked } from '../pieces/asked.tsx'
import { ReachButton } from '../pieces/reach.tsx'
import { useRowKeys } from '../pieces/row-keys.ts'
import { StaffPage } from '../pieces/staff-page.tsx'
import { bouncesQuery, shortStaffName } from '../queries.ts'
import { refusedText } from '../refused.ts'
import { PersonLink } from './checking-page.tsx'

type Bounces = components['schemas']['DeskBounces']
type Row = Bounces['rows'][number]
type Outcome = 'reached' | 'left-word' | 'no-way'

const outcomes: readonly (readonly [Outcome, string])[] = [
  ['reached', 'Reached by phone'],
  ['left-word', 'Left word'],
  ['no-way', 'No way to reach'],
]

export function BouncedPage() {
  const query = useQuery(bouncesQuery)
  return (
    <StaffPage
      title="Mail bounced, date within 90 days"
      lead="Their mail does not arrive while a date runs. The dates do not change because of this."
    >
      <Asked query={query} empty="Nobody." isEmpty={({ rows }) => rows.length === 0}>
        {(bounces) => <List {...bounces} />}
      </Asked>
    </StaffPage>
  )
}

function List({ rows, names }: Bounces) {
  useRowKeys(rows.length, (index) => `bounce-${index}`)
  return (
    <table className="desk-table">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Expires</th>
          <th scope="col">Bounced since</th>
          <th scope="col">Phone</th>
          <th scope="col">Last call</th>
          <th scope="col">Record a call</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <BounceRow key={row.bounce.accountId} id={`bounce-${index}`} row={row} names={names} />
        ))}
      </tbody>
    </table>
  )
}

function BounceRow({ id, row, names }: { id: string; row: Row; names: Bounces['names'] }) {
  const { bounce, person } = row
  const { accountId, call } = bounce
  return (
    <tr id={id}>
      <th scope="row">
        <PersonLink accountId={accountId} name={person.name || undefined} />{' '}
        <span className="quiet">{person.number}</span>
      </th>
      <td>{person.expiresOn ? formats.en.date(person.expiresOn) : ''}</td>
      <td>{formats.en.monthDayTime(bounce.since)}</td>
      <td>
        <ReachButton accountId={accountId} label="Show phone" why="call" />
      </td>
      <td>{call ? callText(call, names) : 'none yet'}</td>
      <td>
        <RecordCall accountId={accountId} />
      </td>
    </tr>
  )
}

type Call = NonNullable<Row['bounce']['call']>

function callText({ outcome, at, by }: Call, names: Bounces['names']): string {
  const text = outcomes.find(([code]) => code === outcome)?.[1] ?? outcome
  return `${text}, ${formats.en.monthDayTime(at)}, ${shortStaffName(names[by] ?? 'a colleague')}`
}

function RecordCall({ accountId }: { accountId: string }) {
  const client = useQueryClient()
  const record = useMutation({
    mutationFn: (outcome: Outcome) =>
      answer(
        notifications.POST('/staff/accounts/{accountId}/bounce-calls', {
          params: { path: { accountId } },
          body: { outcome },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
  return (
    <>
      <span className="row-actions">
        {outcomes.map(([outcome, text]) => (
          <button
            type="button"
            className="link-button"
            key={outcome}
            onClick={() => record.mutate(outcome)}
            aria-disabled={record.isPending || undefined}
          >
            {text}
          </button>
        ))}
      </span>
      {record.error && (
        <Alert tone="error" role="alert">
          {refusedText(record.error)}
        </Alert>
      )}
    </>
  )
}
