import { useState } from 'react'
import { identity } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { CheckList, checkListMissing, type Point } from '../pieces/check-list.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'

interface EmailDialogProps {
  readonly accountId: string
  readonly email: string
  readonly close: () => void
}

/** After the identity check list; the new address is still proved, the old one is told (N-04). */
export function EmailDialog({ accountId, email: old, close }: EmailDialogProps) {
  const [changeId, setChangeId] = useState<string | null>(null)
  const [email, setEmail] = useState('')
  if (changeId) return <ProofDialog {...{ accountId, changeId, email, close }} />
  return <StartDialog {...{ accountId, old, email, setEmail, close }} started={setChangeId} />
}

interface StartDialogProps {
  readonly accountId: string
  readonly old: string
  readonly email: string
  readonly setEmail: (email: string) => void
  readonly started: (changeId: string) => void
  readonly close: () => void
}

function StartDialog({ accountId, old, email, setEmail, started, close }: StartDialogProps) {
  const [checkList, setCheckList] = useState<Point[]>([])
  const [reason, setReason] = useState('')
  const body = { email: email.trim(), checkList, reason: reason.trim() }
  return (
    <ActionDialog
      title="Start an e-mail change"
      sentence={`A code goes to ${email.trim() || 'the new address'}. Until it is read back to you, we keep writing to ${old}.`}
      submit="Send the code"
      missing={() =>
        !email.includes('@')
          ? 'Enter an email like name@example.org.'
          : (checkListMissing(checkList) ?? reasonMissing(reason))
      }
      act={async (key) => {
        const path = { accountId }
        const header = { 'Idempotency-Key': key }
        const { changeId } = await answer(
          identity.POST('/staff/people/{accountId}/email-changes', {
            params: { path, header },
            body,
          }),
        )
        started(changeId)
      }}
      close={close}
    >
      <TextField
        label="New e-mail"
        type="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <CheckList checked={checkList} onChange={setCheckList} />
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}

interface ProofDialogProps {
  readonly accountId: string
  readonly changeId: string
  readonly email: string
  readonly close: () => void
}

function ProofDialog({ accountId, changeId, email, close }: ProofDialogProps) {
  const [code, setCode] = useState('')
  return (
    <ActionDialog
      title="The code from the new address"
      sentence={`With the right code, ${email} counts from now, and the old address is told.`}
      submit="Change the e-mail"
      missing={() => (code.trim().length < 4 ? 'Type the code that the person reads aloud.' : null)}
      act={() =>
        answer(
          identity.POST('/staff/people/{accountId}/email-changes/{changeId}/proof', {
            params: { path: { accountId, changeId } },
            body: { code: code.trim() },
          }),
        )
      }
      done={() => `The e-mail is now ${email}.`}
      close={close}
    >
      <TextField
        label="Code"
        autoComplete="off"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
    </ActionDialog>
  )
}
