import { useState, type FormEvent } from 'react'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer as answered } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { useAction } from '../pieces/action.ts'
import { ErrorSummary } from '../pieces/error-summary.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { describedBy, FieldFrame } from '../pieces/field.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'

/** The one question of staff, in full, and the answer to it. */
export function LateQuestion({ question }: { question: components['schemas']['Question'] }) {
  const { t, format, language } = useSpeech()
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const [round, setRound] = useState(0)
  const send = useAction(async () => {
    setMissing(text.trim() === '')
    setRound((before) => before + 1)
    if (text.trim() === '') return
    await answered(applications.POST('/me/renewal/answer', { body: { text: text.trim() } }))
    await queryClient.invalidateQueries()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.press()
  }
  const error = missing ? t('late.question.error') : null
  return (
    <section className="box box--centre" aria-labelledby="question">
      <ErrorSummary problems={error ? [{ field: 'answer', text: error }] : []} round={round} />
      <h2 id="question">{t('late.question.title')}</h2>
      <p className="measure">{question[language]}</p>
      <p className="small gap-1">
        {t('late.question.answerBy', { date: format.dayDate(question.answerBy) })}
      </p>
      <form noValidate onSubmit={submit}>
        <FieldFrame id="answer" label={t('late.question.label')} error={error} width="full">
          <textarea
            id="answer"
            className={error ? 'usa-textarea usa-input--error' : 'usa-textarea'}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-invalid={error ? true : undefined}
            {...describedBy('answer', { error })}
          />
        </FieldFrame>
        <FailureAlert error={send.error} />
        <button className="usa-button" aria-busy={send.busy || undefined}>
          {t('late.question.send')}
        </button>
        <WaitingLine busy={send.busy} />
      </form>
    </section>
  )
}
