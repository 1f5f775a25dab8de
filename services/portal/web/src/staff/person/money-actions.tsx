import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '@peercert/contracts/payments'
import { applications, payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats, pacificInstant } from '../../format.ts'
import { SelectField, TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Choices } from '../pieces/choices.tsx'
import { feeName } from '../pieces/documents.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import { programsQuery } from '../queries.ts'

const format = formats.en

interface Closable {
  readonly close: () => void
}

/** Turns "unknown" into known; it cannot mark anything as paid. */
export function AskProcessorDialog({ paymentId, close }: Closable & { paymentId: string }) {
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

type Mistake = 'duplicate-charge' | 'wrong-amount' | 'system-fault'
const mistakes: readonly (readonly [Mistake, string])[] = [
  ['duplicate-charge', 'Charged twice for the same fee'],
  ['wrong-amount', 'Another amount than the one shown'],
  ['system-fault', 'A fault of the system'],
]

type Payment = components['schemas']['StaffPayment']

/** Only our own mistakes (PAY-7); a second person from finance decides. */
export function RefundDialog({ payment, close }: Closable & { payment: Payment }) {
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

/** One person, one fee, an end date; the code goes by message (WVR-4, WVR-5). */
export function VoucherDialog({ accountId, close }: Closable & { accountId: string }) {
  const { data: programs = [] } = useQuery(programsQuery)
  const open = programs.filter((program) => program.open)
  const [choice, setChoice] = useState('')
  const [expiresOn, setExpiresOn] = useState('')
  const [reason, setReason] = useState('')
  const [code = '', fee = ''] = choice.split('/')
  const feeCode = fee as 'RENEWAL' | 'LATE_RENEWAL'
  const until = expiresOn ? ` through ${format.date(expiresOn)}` : ''
  return (
    <ActionDialog
      title="Hand out a voucher"
      sentence={`This person gets a message with a code that pays one ${fee ? feeName(fee).toLowerCase() : 'fee'}${until}. It cannot be passed on.`}
      submit="Hand out"
      missing={() => (choice === '' ? 'Choose what it pays.' : reasonMissing(reason))}
      act={(key) =>
        answer(
          payments.POST('/staff/accounts/{accountId}/vouchers', {
            params: { path: { accountId }, header: { 'Idempotency-Key': key } },
            body: {
              program: code,
              feeCode,
              reason: reason.trim(),
              ...(expiresOn && { expiresOn }),
            },
          }),
        )
      }
      done={(voucher) =>
        `Voucher ${(voucher as { number: string }).number} is handed out; its code goes by message.`
      }
      close={close}
    >
      <SelectField
        label="Waiver program and fee"
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
      >
        <option value="">Choose</option>
        {open.flatMap((program) =>
          program.feeCodes.map((one) => (
            <option key={`${program.code}/${one}`} value={`${program.code}/${one}`}>
              {program.code}: {feeName(one)}, through {format.date(program.redeemUntil)}
            </option>
          )),
        )}
      </SelectField>
      <TextField
        label="Ends on (optional)"
        hint="Left empty, it ends with its program’s own rule."
        type="date"
        value={expiresOn}
        onChange={(event) => setExpiresOn(event.target.value)}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}

type Ground = 'suspension-ended-after-expiration' | 'our-outage'
const grounds: readonly (readonly [Ground, string])[] = [
  ['suspension-ended-after-expiration', 'A suspension ended after the expiration date (REN-24)'],
  ['our-outage', 'Our payments failed on the last day'],
]

/** Before payment only; the date does not move; a second person from finance decides. */
export function WaiverDialog({
  accountId,
  lastDay,
  close,
}: Closable & { accountId: string; lastDay: string }) {
  const [ground, setGround] = useState<Ground | ''>('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const missing = () => {
    if (ground === '') return 'Choose the ground.'
    if (ground === 'our-outage' && (!from || !to)) return 'Enter from when to when payments failed.'
    return reasonMissing(reason)
  }
  const body = () => ({
    ground: ground as Ground,
    reason: reason.trim(),
    ...(ground === 'our-outage' && {
      outageFrom: pacificInstant(lastDay, from),
      outageTo: pacificInstant(lastDay, to),
    }),
  })
  return (
    <ActionDialog
      title="Waive the late fee"
      sentence="After a second person from finance agrees, this person pays the renewal fee alone. The expiration date does not move."
      submit="Propose"
      missing={missing}
      act={(key) =>
        answer(
          applications.POST('/staff/accounts/{accountId}/late-fee-waivers', {
            params: { path: { accountId }, header: { 'Idempotency-Key': key } },
            body: body(),
          }),
        )
      }
      done={() => 'It waits for a second person from finance.'}
      close={close}
    >
      <Choices legend="Ground" value={ground} options={grounds} onChange={setGround} />
      {ground === 'our-outage' && (
        <>
          <p>On the last day, {format.dayDate(lastDay)}, Pacific time:</p>
          <TextField
            label="Failed from"
            type="time"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <TextField
            label="Failed to"
            type="time"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ActionDialog>
  )
}
