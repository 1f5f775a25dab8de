import { useState } from 'react'
import { identity } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { CheckList, checkListMissing, type Point } from '../pieces/check-list.tsx'
import { Choices } from '../pieces/choices.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'

interface JoinDialogProps {
  readonly number?: string
  readonly lockoutId?: string
  readonly close: () => void
}

type Others = 'none' | 'keep' | 'remove'

const others: readonly (readonly [Others, string])[] = [
  ['none', 'It has no log-in yet'],
  ['keep', 'Keep the log-in it has, too'],
  ['remove', 'Remove the log-in it has'],
]

interface Entry {
  readonly number: string
  readonly email: string
  readonly checkList: readonly Point[]
  readonly other: Others
  readonly reason: string
}

/** A log-in and a certification become one; a second person decides. */
export function JoinDialog({ number = '', lockoutId, close }: JoinDialogProps) {
  const [entry, setEntry] = useState<Entry>({
    number,
    email: '',
    checkList: [],
    other: 'none',
    reason: '',
  })
  const set = (change: Partial<Entry>) => setEntry((before) => ({ ...before, ...change }))
  return (
    <ActionDialog
      title="Join a log-in to a certification"
      sentence={`After a second person agrees, ${entry.email.trim() || 'this log-in'} opens ${entry.number.trim() || 'the certification'}.`}
      submit="Propose"
      missing={() => missingIn(entry)}
      act={(key) => propose(entry, key, lockoutId)}
      done={() => 'It waits for a second person, under “Waiting for a second person”.'}
      close={close}
    >
      <TextField
        label="Certification number"
        value={entry.number}
        onChange={(event) => set({ number: event.target.value })}
      />
      <TextField
        label="E-mail of the log-in"
        type="email"
        autoComplete="off"
        value={entry.email}
        onChange={(event) => set({ email: event.target.value })}
      />
      <CheckList checked={entry.checkList} onChange={(checkList) => set({ checkList })} />
      <Choices
        legend="The certification’s other log-in"
        value={entry.other}
        options={others}
        onChange={(other) => set({ other })}
      />
      <ReasonField value={entry.reason} onChange={(reason) => set({ reason })} />
    </ActionDialog>
  )
}

function missingIn({ number, email, checkList, reason }: Entry): string | null {
  if (!/^CMPSS-\d{6}$/.test(number.trim())) return 'Enter the number like CMPSS-000318.'
  if (!email.includes('@')) return 'Enter the e-mail of the log-in.'
  return checkListMissing(checkList) ?? reasonMissing(reason)
}

function propose(entry: Entry, key: string, lockoutId: string | undefined) {
  const body = {
    certificationNumber: entry.number.trim(),
    signInEmail: entry.email.trim(),
    checkList: [...entry.checkList],
    reason: entry.reason.trim(),
    ...(lockoutId && { lockoutId }),
    ...(entry.other !== 'none' && { otherLogIns: entry.other }),
  }
  const params = { header: { 'Idempotency-Key': key } }
  return answer(identity.POST('/staff/joins', { params, body }))
}
