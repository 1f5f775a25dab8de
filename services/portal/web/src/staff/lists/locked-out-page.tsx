import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '@peercert/contracts/identity'
import { identity } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { JoinDialog } from '../person/join-dialog.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import { lockoutsQuery } from '../queries.ts'

type Lockout = components['schemas']['Lockout']

const lead =
  'People who wrote “I cannot get in”, and log-ins whose name or certification did not fit. Check who they are before you join anything.'

export function LockedOutPage() {
  const query = useQuery(lockoutsQuery)
  return (
    <StaffPage title="Cannot get in" lead={lead}>
      <Asked query={query} empty="Nobody waits." isEmpty={(rows) => rows.length === 0}>
        {(rows) => <List rows={rows} />}
      </Asked>
    </StaffPage>
  )
}

interface Doing {
  readonly what: 'join' | 'close'
  readonly lockout: Lockout
}

function List({ rows }: { rows: readonly Lockout[] }) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const stop = () => setDoing(null)
  const columns: Column<Lockout>[] = [
    ...known,
    {
      name: 'Do',
      cell: (lockout) => <Doings start={(what) => setDoing({ what, lockout })} />,
    },
  ]
  return (
    <>
      <DeskTable name="lockout" columns={columns} rows={rows} keyOf={(row) => row.lockoutId} />
      {doing?.what === 'join' && (
        <JoinDialog
          lockoutId={doing.lockout.lockoutId}
          number={doing.lockout.certificationNumber ?? ''}
          close={stop}
        />
      )}
      {doing?.what === 'close' && <CloseDialog lockout={doing.lockout} close={stop} />}
    </>
  )
}

const known: readonly Column<Lockout>[] = [
  {
    name: 'Name given',
    heads: true,
    cell: ({ accountId, name, language }) => (
      <>
        {accountId ? <PersonLink accountId={accountId} name={name} /> : name}
        {language === 'es' && <span className="quiet"> prefers Spanish</span>}
      </>
    ),
  },
  { name: 'Number given', cell: (row) => row.certificationNumber ?? 'none' },
  { name: 'Where to answer', cell: (row) => row.contact },
  { name: 'Since', cell: (row) => formats.en.monthDayTime(row.reportedAt) },
  {
    name: 'Why here',
    cell: (row) => (row.origin === 'mismatch' ? 'Log-in did not fit' : 'Wrote to us'),
  },
]

function Doings({ start }: { start: (what: Doing['what']) => void }) {
  return (
    <span className="row-actions">
      <button type="button" className="link-button" onClick={() => start('join')}>
        Join a log-in
      </button>
      <button type="button" className="link-button" onClick={() => start('close')}>
        Close
      </button>
    </span>
  )
}

function CloseDialog({ lockout, close }: { lockout: Lockout; close: () => void }) {
  const [reason, setReason] = useState('')
  const { lockoutId, name } = lockout
  return (
    <ActionDialog
      title="Close this"
      sentence={`${name} is off the list. What you write here says how it ended.`}
      submit="Close"
      missing={() => reasonMissing(reason)}
      act={() =>
        answer(
          identity.POST('/staff/lockouts/{lockoutId}/closing', {
            params: { path: { lockoutId } },
            body: { reason: reason.trim() },
          }),
        )
      }
      close={close}
    >
      <ReasonField
        value={reason}
        onChange={setReason}
        hint="For example: logged in after a password reset."
      />
    </ActionDialog>
  )
}
