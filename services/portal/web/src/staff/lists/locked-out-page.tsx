import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '@peercert/contracts/identity'
import { identity } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { JoinDialog } from '../person/join-dialog.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Asked } from '../pieces/asked.tsx'
import { useRowKeys } from '../pieces/row-keys.ts'
import { StaffPage } from '../pieces/staff-page.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import { lockoutsQuery } from '../queries.ts'
import { PersonLink } from './checking-page.tsx'

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
  useRowKeys(rows.length, (index) => `lockout-${index}`)
  return (
    <>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">Name given</th>
            <th scope="col">Number given</th>
            <th scope="col">Where to answer</th>
            <th scope="col">Since</th>
            <th scope="col">Why here</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((lockout, index) => (
            <LockoutRow
              key={lockout.lockoutId}
              id={`lockout-${index}`}
              lockout={lockout}
              start={(what) => setDoing({ what, lockout })}
            />
          ))}
        </tbody>
      </table>
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

interface LockoutRowProps {
  readonly id: string
  readonly lockout: Lockout
  readonly start: (what: Doing['what']) => void
}

function LockoutRow({ id, lockout, start }: LockoutRowProps) {
  const { accountId, name } = lockout
  return (
    <tr id={id}>
      <th scope="row">
        {accountId ? <PersonLink accountId={accountId} name={name} /> : name}
        {lockout.language === 'es' && <span className="quiet"> prefers Spanish</span>}
      </th>
      <td>{lockout.certificationNumber ?? 'none'}</td>
      <td>{lockout.contact}</td>
      <td>{formats.en.monthDayTime(lockout.reportedAt)}</td>
      <td>{lockout.origin === 'mismatch' ? 'Log-in did not fit' : 'Wrote to us'}</td>
      <td>
        <Doings start={start} />
      </td>
    </tr>
  )
}

function Doings({ start }: Pick<LockoutRowProps, 'start'>) {
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
