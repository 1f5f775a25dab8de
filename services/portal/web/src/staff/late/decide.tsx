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
  const form = useRef<HTMLFormElement>(null)
  const [gap, setGap] = useState<string | null>(null)
  const action = useDecision(review.renewalId, draft)
  // One question, and it was asked.
  const closed = draft.way === 'question' && review.question !== undefined
  const take = (next: Way) => {
    draft.choose(next)
    setGap(null)
    action.reset()
    // To approve, the sentence is enough; the others want words first.
    const first =
      next === 'approve' ? '.usa-button' : '.decide__body select, .decide__body textarea'
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(first)?.focus())
  }
  useKeys({ a: () => take('approve'), q: () => take('question'), r: () => take('refuse') })
  const press = (event: FormEvent) => {
    event.preventDefault()
    const lacks = draft.missing()
    setGap(lacks)
    if (lacks === null && !action.isPending) action.mutate()
  }
  const failed = gap ?? (action.error && refusedText(action.error))
  return (
    <form className="decide" aria-labelledby="decide" onSubmit={press} ref={form} noValidate>
      <h2 className="usa-sr-only" id="decide">
        Decide
      </h2>
      <Ways chosen={draft.way} take={take} />
      <div className="decide__body">
        <Fields draft={draft} asked={Boolean(review.question)} />
        <Outcome failed={failed} done={action.isSuccess} />
        {!closed && <Then way={draft.way} review={review} spanish={spanish} />}
        <div className="row">
          {!closed && (
            <button className="usa-button" aria-describedby="then">
              {buttons[draft.way]}
            </button>
          )}
          <HandOn review={review} />
        </div>
      </div>
    </form>
  )
}

function Outcome({ failed, done }: { failed: string | null; done: boolean }) {
  return (
    <>
      {failed && (
        <Alert tone="error" role="alert">
          {failed}
        </Alert>
      )}
      <p role="status" className="quiet">
        {done && 'Done. It stands in the history.'}
      </p>
    </>
  )
}

function Ways({ chosen, take }: { chosen: Way; take: (way: Way) => void }) {
  return (
    <fieldset className="decide__ways">
      <legend className="usa-sr-only">Decision</legend>
      {ways.map(([way, text, key]) => (
        <label key={way}>
          <input type="radio" name="way" checked={chosen === way} onChange={() => take(way)} />
          {text} <kbd aria-hidden="true">{key}</kbd>
        </label>
      ))}
    </fieldset>
  )
}

function Fields({ draft, asked }: { draft: Draft; asked: boolean }) {
  if (draft.way === 'approve') return <ApproveFields draft={draft} />
  if (draft.way === 'question') return <QuestionFields draft={draft} asked={asked} />
  return <RefuseFields draft={draft} />
}

function Then({ way, ...props }: DecideProps & { way: Way }) {
  const today = useToday()
  return (
    <p className="then" id="then">
      {thenText(way, { ...props, today })}
    </p>
  )
}

const buttons: Record<Way, string> = {
  approve: 'Approve',
  question: 'Ask the question',
  refuse: 'Refuse',
}

/** What will happen, before it is pressed. */
function thenText(way: Way, { review, spanish, today }: DecideProps & { today: string }): string {
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
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['desk'] })
      draft.choose('approve')
    },
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
