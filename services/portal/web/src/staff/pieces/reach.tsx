import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '@peercert/contracts/identity'
import { identity } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { TextField } from '../../pieces/field.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { Choices } from './choices.tsx'

type Reach = components['schemas']['Reach']
type Why = 'call' | 'review' | 'correction' | 'other'

const whys: readonly (readonly [Why, string])[] = [
  ['call', 'A call'],
  ['review', 'A review'],
  ['correction', 'A correction'],
  ['other', 'Something else'],
]

interface ReachProps {
  readonly accountId: string
  readonly label: string
  /** Where the reason is plain from the place, it is not asked again. */
  readonly why?: Why
}

/** Address and phone are shown on request, with a reason that is recorded (SEC-4). */
export function ReachButton({ accountId, label, why }: ReachProps) {
  const [reach, setReach] = useState<Reach | null>(null)
  const [asking, setAsking] = useState(false)
  const look = (why: Why, text?: string) => reveal(accountId, why, text)
  const known = useMutation({ mutationFn: (why: Why) => look(why), onSuccess: setReach })
  if (reach) return <ReachFacts reach={reach} />
  return (
    <>
      <button
        type="button"
        className="link-button"
        onClick={() => (why ? known.mutate(why) : setAsking(true))}
      >
        {label}
      </button>
      {asking && <WhyDialog look={look} show={setReach} close={() => setAsking(false)} />}
    </>
  )
}

interface WhyDialogProps {
  readonly look: (why: Why, text?: string) => Promise<Reach>
  readonly show: (reach: Reach) => void
  readonly close: () => void
}

function WhyDialog({ look, show, close }: WhyDialogProps) {
  const [why, setWhy] = useState<Why | ''>('')
  const [text, setText] = useState('')
  const missing = () => {
    if (why === '') return 'Choose why.'
    return why === 'other' && text.trim() === '' ? 'Say why in a few words.' : null
  }
  return (
    <ActionDialog
      title="Why do you look?"
      sentence="Who looked, when and why stands in this person’s history."
      submit="Show"
      missing={missing}
      act={async () => {
        if (why === '') return
        show(await look(why, text))
        close()
      }}
      close={close}
    >
      <Choices legend="Why" value={why} options={whys} onChange={setWhy} />
      {why === 'other' && (
        <TextField
          label="In a few words"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </ActionDialog>
  )
}

function reveal(accountId: string, why: Why, text = ''): Promise<Reach> {
  const body = { why, ...(text.trim() && { text: text.trim() }) }
  return answer(
    identity.POST('/staff/people/{accountId}/contact', { params: { path: { accountId } }, body }),
  )
}

function ReachFacts({ reach }: { reach: Reach }) {
  return (
    <span className="reach">
      {reach.phone ? <a href={`tel:${reach.phone}`}>{reach.phone}</a> : 'No phone'}
      {' · '}
      {addressText(reach.address)}
    </span>
  )
}

export function addressText(address: Reach['address']): string {
  if (!address) return 'No address'
  if (address.noFixedAddress)
    return address.mailPlace ? `No fixed address; mail: ${address.mailPlace}` : 'No fixed address'
  const { street, unit, city, zip } = address
  return [street, unit, city, zip].filter(Boolean).join(', ')
}
