import { useState } from 'react'
import { notifications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { SelectField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import type { DeskPerson } from './desk-person.ts'

interface CopyDialogProps {
  readonly messages: DeskPerson['messages']
  readonly close: () => void
}

/** A new message, marked as a copy; never a second reminder. */
export function CopyDialog({ messages, close }: CopyDialogProps) {
  const originals = messages.filter((message) => !message.copyOf)
  const [messageId, setMessageId] = useState(originals[0]?.messageId ?? '')
  const [reason, setReason] = useState('')
  const chosen = originals.find((message) => message.messageId === messageId)
  const day = chosen ? formats.en.monthDay(chosen.at.slice(0, 10)) : ''
  return (
    <ActionDialog
      title="Send a copy of a message"
      sentence={`This person gets “Copy of our message of ${day}” by mail and in the portal. It is no second reminder, and no date moves.`}
      submit="Send the copy"
      missing={() => reasonMissing(reason)}
      act={(key) =>
        answer(
          notifications.POST('/staff/messages/{messageId}/copies', {
            params: { path: { messageId }, header: { 'Idempotency-Key': key } },
            body: { reason: reason.trim() },
          }),
        )
      }
      done={() => 'The copy is on its way.'}
      close={close}
    >
      <SelectField
        label="Message"
        value={messageId}
        onChange={(event) => setMessageId(event.target.value)}
      >
        {originals.map((message) => (
          <option key={message.messageId} value={message.messageId}>
            {formats.en.monthDay(message.at.slice(0, 10))}: {message.subject}
          </option>
        ))}
      </SelectField>
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}
