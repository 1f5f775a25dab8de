import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { SelectField, TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { feeName } from '../pieces/documents.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import { programsQuery } from '../queries.ts'

interface VoucherDialogProps {
  readonly accountId: string
  readonly close: () => void
}

/** One person, one fee, an end date; the code goes by message (WVR-4, WVR-5). */
export function VoucherDialog({ accountId, close }: VoucherDialogProps) {
  const [choice, setChoice] = useState('')
  const [expiresOn, setExpiresOn] = useState('')
  const [reason, setReason] = useState('')
  return (
    <ActionDialog
      title="Hand out a voucher"
      sentence={sentenceOf(choice, expiresOn)}
      submit="Hand out"
      missing={() => (choice === '' ? 'Choose what it pays.' : reasonMissing(reason))}
      act={(key) => handOut(accountId, key, { choice, expiresOn, reason })}
      done={(voucher) =>
        `Voucher ${(voucher as { number: string }).number} is handed out; its code goes by message.`
      }
      close={close}
    >
      <ProgramField value={choice} onChange={setChoice} />
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

function sentenceOf(choice: string, expiresOn: string): string {
  const [, fee] = choice.split('/')
  const until = expiresOn ? ` through ${formats.en.date(expiresOn)}` : ''
  return `This person gets a message with a code that pays one ${fee ? feeName(fee).toLowerCase() : 'fee'}${until}. It cannot be passed on.`
}

interface Entry {
  readonly choice: string
  readonly expiresOn: string
  readonly reason: string
}

function handOut(accountId: string, key: string, { choice, expiresOn, reason }: Entry) {
  const [program = '', fee] = choice.split('/')
  const feeCode = fee === 'LATE_RENEWAL' ? 'LATE_RENEWAL' : 'RENEWAL'
  return answer(
    payments.POST('/staff/accounts/{accountId}/vouchers', {
      params: { path: { accountId }, header: { 'Idempotency-Key': key } },
      body: { program, feeCode, reason: reason.trim(), ...(expiresOn && { expiresOn }) },
    }),
  )
}

/** "PROGRAM/FEE": only programs that hand out today. */
function ProgramField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data: programs = [] } = useQuery(programsQuery)
  const open = programs.filter((program) => program.open)
  return (
    <SelectField
      label="Waiver program and fee"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">Choose</option>
      {open.flatMap(({ code, feeCodes, redeemUntil }) =>
        feeCodes.map((fee) => (
          <option key={`${code}/${fee}`} value={`${code}/${fee}`}>
            {code}: {feeName(fee)}, through {formats.en.date(redeemUntil)}
          </option>
        )),
      )}
    </SelectField>
  )
}
