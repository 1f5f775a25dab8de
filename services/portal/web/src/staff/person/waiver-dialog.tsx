import { useState } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats, pacificInstant } from '../../format.ts'
import { TextField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { Choices } from '../pieces/choices.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'

type Ground = 'suspension-ended-after-expiration' | 'our-outage'
const grounds: readonly (readonly [Ground, string])[] = [
  ['suspension-ended-after-expiration', 'A suspension ended after the expiration date (REN-24)'],
  ['our-outage', 'Our payments failed on the last day'],
]

interface WaiverDialogProps {
  readonly accountId: string
  readonly lastDay: string
  readonly close: () => void
}

interface Entry {
  readonly ground: Ground | ''
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** Before payment only; the date does not move; a second person from finance decides. */
export function WaiverDialog({ accountId, lastDay, close }: WaiverDialogProps) {
  const [entry, setEntry] = useState<Entry>({ ground: '', from: '', to: '', reason: '' })
  const set = (change: Partial<Entry>) => setEntry((before) => ({ ...before, ...change }))
  return (
    <ActionDialog
      title="Waive the late fee"
      sentence="After a second person from finance agrees, this person pays the renewal fee alone. The expiration date does not move."
      submit="Propose"
      missing={() => missingIn(entry)}
      act={(key) => propose(accountId, lastDay, key, entry)}
      done={() => 'It waits for a second person from finance.'}
      close={close}
    >
      <Choices
        legend="Ground"
        value={entry.ground}
        options={grounds}
        onChange={(ground) => set({ ground })}
      />
      {entry.ground === 'our-outage' && (
        <>
          <p>On the last day, {formats.en.dayDate(lastDay)}, Pacific time:</p>
          <TextField
            label="Failed from"
            type="time"
            value={entry.from}
            onChange={(event) => set({ from: event.target.value })}
          />
          <TextField
            label="Failed to"
            type="time"
            value={entry.to}
            onChange={(event) => set({ to: event.target.value })}
          />
        </>
      )}
      <ReasonField value={entry.reason} onChange={(reason) => set({ reason })} />
    </ActionDialog>
  )
}

function missingIn({ ground, from, to, reason }: Entry): string | null {
  if (ground === '') return 'Choose the ground.'
  if (ground === 'our-outage' && (!from || !to)) return 'Enter from when to when payments failed.'
  return reasonMissing(reason)
}

function propose(accountId: string, lastDay: string, key: string, entry: Entry) {
  const outage = {
    outageFrom: pacificInstant(lastDay, entry.from || '00:00'),
    outageTo: pacificInstant(lastDay, entry.to || '00:00'),
  }
  return answer(
    applications.POST('/staff/accounts/{accountId}/late-fee-waivers', {
      params: { path: { accountId }, header: { 'Idempotency-Key': key } },
      body: {
        ground: entry.ground === 'our-outage' ? entry.ground : 'suspension-ended-after-expiration',
        reason: entry.reason.trim(),
        ...(entry.ground === 'our-outage' && outage),
      },
    }),
  )
}
