import { useState } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Choices } from '../pieces/choices.tsx'
import { TextArea } from '../pieces/text-area.tsx'

type Kind = 'note' | 'appeal'
const kinds: readonly (readonly [Kind, string])[] = [
  ['note', 'A note'],
  ['appeal', 'An appeal that came in (APL-1)'],
]

export function NoteDialog({ accountId, close }: { accountId: string; close: () => void }) {
  const [kind, setKind] = useState<Kind>('note')
  const [text, setText] = useState('')
  return (
    <ActionDialog
      title="Add a note"
      sentence="The person does not see it, unless their records are requested."
      submit="Add"
      missing={() => (text.trim() === '' ? 'Write the note.' : null)}
      act={(key) =>
        answer(
          applications.POST('/staff/accounts/{accountId}/notes', {
            params: { path: { accountId }, header: { 'Idempotency-Key': key } },
            body: { kind, text: text.trim() },
          }),
        )
      }
      close={close}
    >
      <Choices legend="Kind" value={kind} options={kinds} onChange={setKind} />
      <TextArea label="Text" value={text} onChange={setText} rows={4} max={2000} />
    </ActionDialog>
  )
}
