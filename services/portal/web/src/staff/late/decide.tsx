import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { useToday } from '../../frame/session.ts'
import { Alert } from '../../pieces/alert.tsx'
import { useKeys } from '../keys.ts'
import { refusedText } from '../refused.ts'
import { ApproveFields, QuestionFields, RefuseFields } from './decide-fields.tsx'
import { useDraft, type Draft, type Way } from './draft.ts'
import { HandOn } from './hand-on.tsx'
import type { LateReview } from './late-page.tsx'

interface DecideProps {
  readonly review: LateReview
  readonly spanish: boolean
}

const ways: readonly (readonly [Way, string, string])[] = [
  ['approve', 'Approve', 'a'],
  ['question', 'Ask one question', 'q'],
  ['refuse', 'Refuse', 'r'],
]

/** a q r choose, they never decide; Enter on the button below the sentence decides. */
export function Decide({ review, spanish }: DecideProps) {
  const draft = useDraft(review)
  const { way, choose } = draft
  const button = useRef<HTMLButtonElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const [gap, setGap] = useState<string | null>(null)
  const action = useDecision(review.renewalId, draft)
  const today = useToday()
  const take = (next: Way) => {
    choose(next)
    setGap(null)
    // To approve, the sentence is enough; the others want words first.
    requestAnimationFrame(() =>
      next === 'approve'
        ? button.current?.focus()
        : form.current?.querySelector<HTMLElement>('select, textarea')?.focus(),
    )
  }
  useKeys({ a: () => take('approve'), q: () => take('question'), r: () => take('refuse') })
  const press = (event: FormEvent) => {
    event.preventDefault()
    const lacks = draft.missing()
    setGap(lacks)
    if (lacks === null && !action.isPending) action.mutate()
  }
  return (
    <form className="decide" aria-labelledby="decide" onSubmit={press} ref={form} noValidate>
      <h2 className="usa-sr-only" id="decide">
        Decide
      </h2>
      <fieldset className="decide__ways">
        <legend className="usa-sr-only">Decision</legend>
        {ways.map(([value, text, key]) => (
          <label key={value}>
            <input type="radio" name="way" checked={way === value} onChange={() => take(value)} />
            {text} <kbd aria-hidden="true">{key}</kbd>
          </label>
        ))}
      </fieldset>
      <div className="decide__body">
        {way === 'approve' && <ApproveFields draft={draft} />}
        {way === 'question' && <QuestionFields draft={draft} asked={Boolean(review.question)} />}
        {way === 'refuse' && <RefuseFields draft={draft} />}
        {(gap ?? action.error) && (
          <Alert tone="error" role="alert">
            {gap ?? refusedText(action.error)}
          </Alert>
        )}
        <p className="then" id="then">
          {thenText(way, review, spanish, today)}
        </p>
        <div className="row">
          <button className="usa-button" aria-describedby="then" ref={button}>
            {buttons[way]}
          </button>
          <HandOn review={review} />
        </div>
      </div>
    </form>
  )
}

const buttons: Record<Way, string> = {
  approve: 'Approve',
  question: 'Ask the question',
  refuse: 'Refuse',
}

/** What will happen, before it is pressed. */
function thenText(way: Way, review: LateReview, spanish: boolean, today: string): string {
  const { certifiedName: name, newExpiresOn, decideBy } = review
  const mail = `${name} gets a mail in ${spanish ? 'Spanish' : 'English'}.`
  const { date } = formats.en
  if (way === 'approve')
    return `Active from today, ${date(today)}. Valid through ${date(newExpiresOn)}. ${mail}`
  if (way === 'question')
    return `${mail} They have 10 days to answer. The due date, ${date(decideBy)}, does not move.`
  return 'A second reader decides. If they agree, the person gets a mail with the reason and 30 days to appeal; the fee is not returned, and they can submit again without paying.'
}

function useDecision(renewalId: string, draft: Draft) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => decide(renewalId, draft),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
}

function decide(renewalId: string, draft: Draft): Promise<unknown> {
  const params = { path: { renewalId } }
  const { way, reason, en, es, code } = draft
  const words = { en: en.trim(), es: es.trim() }
  if (way === 'approve')
    return answer(
      applications.POST('/staff/late-reviews/{renewalId}/approval', {
        params,
        body: { reason: reason.trim() },
      }),
    )
  if (way === 'question')
    return answer(
      applications.POST('/staff/late-reviews/{renewalId}/question', { params, body: words }),
    )
  const body = { code: code as 'OTHER', ...words }
  return answer(applications.POST('/staff/late-reviews/{renewalId}/refusal', { params, body }))
}
