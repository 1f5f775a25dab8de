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

/** A log-in and a certification become one; a second person decides. */
export function JoinDialog({ number: known = '', lockoutId, close }: JoinDialogProps) {
  const [number, setNumber] = useState(known)
  const [email, setEmail] = useState('')
  const [checkList, setCheckList] = useState<Point[]>([])
  const [other, setOther] = useState<Others>('none')
  const [reason, setReason] = useState('')
  const missing = () => {
    if (!/^CMPSS-\d{6}$/.test(number.trim())) return 'Enter the number like CMPSS-000318.'
    if (!email.includes('@')) return 'Enter the e-mail of the log-in.'
    return checkListMissing(checkList) ?? reasonMissing(reason)
  }
  const body = {
    certificationNumber: number.trim(),
    signInEmail: email.trim(),
    checkList,
    reason: reason.trim(),
    ...(lockoutId && { lockoutId }),
    ...(other !== 'none' && { otherLogIns: other }),
  }
  return (
    <ActionDialog
      title="Join a log-in to a certification"
      sentence={`After a second person agrees, ${email.trim() || 'this log-in'} opens ${number.trim() || 'the certification'}.`}
      submit="Propose"
      missing={missing}
      act={(key) =>
        answer(
          identity.POST('/staff/joins', { params: { header: { 'Idempotency-Key': key } }, body }),
        )
      }
      done={() => 'It waits for a second person, under “Waiting for a second person”.'}
      close={close}
    >
      <TextField
        label="Certification number"
        value={number}
        onChange={(event) => setNumber(event.target.value)}
      />
      <TextField
        label="E-mail of the log-in"
        type="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <CheckList checked={checkList} onChange={setCheckList} />
      <Choices
        legend="The certification’s other log-in"
        value={other}
        options={others}
        onChange={setOther}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}
