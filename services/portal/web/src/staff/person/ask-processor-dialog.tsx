import { useState } from 'react'
import { payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'

/** Turns "unknown" into known; it cannot mark anything as paid. */
export function AskProcessorDialog({ paymentId, close }: { paymentId: string; close: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <ActionDialog
      title="Ask the processor now"
      sentence="The card processor says how it stands; nothing is charged or marked as paid by this."
      submit="Ask"
      missing={() => reasonMissing(reason)}
      act={() =>
        answer(
          payments.POST('/staff/payments/{paymentId}/inquiry', {
            params: { path: { paymentId } },
            body: { reason: reason.trim() },
          }),
        )
      }
      done={(payment) => `The processor says: ${stateWords((payment as { state: string }).state)}.`}
      close={close}
    >
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}

const states: Record<string, string> = {
  CREATED: 'not sent yet',
  PENDING: 'not known yet',
  CAPTURED: 'captured',
  FAILED: 'declined',
  COVERED_BY_VOUCHER: 'covered by voucher',
  REVERSED: 'taken back by the bank',
  ERROR_REFUNDED: 'refunded',
  CANCELLED: 'cancelled',
}
export const stateWords = (state: string) => states[state] ?? state.toLowerCase()
