import { useState } from 'react'
import type { components } from '@peercert/contracts/payments'
import { payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Choices } from '../pieces/choices.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'

const format = formats.en

type Mistake = 'duplicate-charge' | 'wrong-amount' | 'system-fault'
const mistakes: readonly (readonly [Mistake, string])[] = [
  ['duplicate-charge', 'Charged twice for the same fee'],
  ['wrong-amount', 'Another amount than the one shown'],
  ['system-fault', 'A fault of the system'],
]

type Payment = components['schemas']['StaffPayment']

/** Only our own mistakes (PAY-7); a second person from finance decides. */
export function RefundDialog({ payment, close }: { payment: Payment; close: () => void }) {
  const [mistake, setMistake] = useState<Mistake | ''>('')
  const [dollars, setDollars] = useState((payment.totalCents / 100).toFixed(2))
  const [reason, setReason] = useState('')
  const amountCents = Math.round(Number(dollars) * 100)
  const missing = () => {
    if (mistake === '') return 'Choose which mistake of ours it was. Nothing else can be refunded.'
    if (!(amountCents > 0) || amountCents > payment.totalCents)
      return `Enter an amount up to ${format.money(payment.totalCents)}.`
    return reasonMissing(reason)
  }
  return (
    <ActionDialog
      title="Refund our mistake"
      sentence={`After a second person agrees, ${Number.isFinite(amountCents) ? format.money(amountCents) : 'the amount'} goes back to the card.`}
      submit="Propose"
      missing={missing}
      act={(key) =>
        answer(
          payments.POST('/staff/payments/{paymentId}/refunds', {
            params: { path: { paymentId: payment.paymentId }, header: { 'Idempotency-Key': key } },
            body: { mistake: mistake as Mistake, amountCents, reason: reason.trim() },
          }),
        )
      }
      done={() => 'It waits for a second person from finance.'}
      close={close}
    >
      <Choices legend="Our mistake" value={mistake} options={mistakes} onChange={setMistake} />
      <TextField
        label="Amount in dollars"
        inputMode="decimal"
        value={dollars}
        onChange={(event) => setDollars(event.target.value)}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}
