import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useSession } from '../../frame/session.ts'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { ReasonField, reasonMissing } from '../pieces/text-area.tsx'
import { useStaffNames } from '../queries.ts'
import { refusedText } from '../refused.ts'

interface ProposalProps {
  readonly by: string
  /** Where its source keeps it. */
  readonly at?: string
  readonly reason: string
  /** What will happen, in a sentence. */
  readonly yes: string
  readonly no: string
  readonly decide: (approve: boolean, reason: string) => Promise<unknown>
  readonly children: ReactNode
}

/** Decided on a sentence, by somebody else than the one who proposed it. */
export function Proposal({ by, at, reason, yes, no, decide, children }: ProposalProps) {
  const { subject } = useSession()
  const nameOf = useStaffNames([by])
  const own = by === subject
  return (
    <article className="proposal">
      <p>{children}</p>
      <p className="quiet small">
        Proposed by {own ? 'you' : nameOf(by)}
        {at && `, ${formats.en.monthDayTime(at)}`} – reason: {reason}
      </p>
      {own ? <p>Somebody else decides.</p> : <Deciding yes={yes} no={no} decide={decide} />}
    </article>
  )
}

type Deciding = Pick<ProposalProps, 'yes' | 'no' | 'decide'>

function Deciding({ yes, no, decide }: Deciding) {
  const id = useId()
  const [approve, setApprove] = useState<boolean | null>(null)
  return (
    <div className="decide">
      <fieldset className="decide__ways">
        <legend className="usa-sr-only">Decision</legend>
        {ways.map(([way, text]) => (
          <label key={text}>
            <input
              type="radio"
              name={id}
              checked={approve === way}
              onChange={() => setApprove(way)}
            />
            {text}
          </label>
        ))}
      </fieldset>
      {approve !== null && (
        <Confirming
          key={String(approve)}
          approve={approve}
          then={approve ? yes : no}
          decide={decide}
        />
      )}
    </div>
  )
}

const ways = [
  [true, 'Agree'],
  [false, 'Decline'],
] as const

interface ConfirmingProps extends Pick<Deciding, 'decide'> {
  readonly approve: boolean
  readonly then: string
}

function Confirming({ approve, then, decide }: ConfirmingProps) {
  const id = useId()
  const [reason, setReason] = useState('')
  const [gap, setGap] = useState<string | null>(null)
  const client = useQueryClient()
  const action = useMutation({
    mutationFn: () => decide(approve, reason.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
  const press = (event: FormEvent) => {
    event.preventDefault()
    const lacks = reasonMissing(reason)
    setGap(lacks)
    if (lacks === null && !action.isPending) action.mutate()
  }
  return (
    <form className="decide__body" onSubmit={press} noValidate>
      <ReasonField value={reason} onChange={setReason} />
      {(gap ?? action.error) && (
        <Alert tone="error" role="alert">
          {gap ?? refusedText(action.error)}
        </Alert>
      )}
      <p className="then" id={id}>
        {then}
      </p>
      <div className="row">
        <button className="usa-button" aria-describedby={id}>
          {approve ? 'Agree' : 'Decline'}
        </button>
      </div>
    </form>
  )
}
