import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { payBoxQuery } from '../api/queries.ts'
import { Alert } from '../pieces/alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import { fieldError } from './pay-words.ts'
import { cardFields, loadProcessor, openCard, type CardField } from './processor.ts'
import type { Paying } from './use-paying.ts'

interface CardPartProps {
  readonly paying: Paying
  readonly close: () => void
}

/** Number, expiration, security code, ZIP: the processor's frames inside our borders. */
export function CardPart({ paying, close }: CardPartProps) {
  const { t, language } = useSpeech()
  const [state, again] = useCard(paying, close, language)
  return (
    <fieldset className="pay__ways">
      <legend className="usa-legend">{t('labels.card')}</legend>
      <p className="usa-hint">{t('pay.box.someoneElse')}</p>
      {state === 'failed' && (
        <Alert tone="error" role="alert">
          {t('pay.noAnswer')}{' '}
          <button type="button" className="link-button" onClick={again}>
            {t('frame.failed.again')}
          </button>
        </Alert>
      )}
      <WaitingLine busy={state === 'loading'} />
      <div className="card">
        {cardFields.map((field) => (
          <CardFieldFrame key={field} field={field} wrong={paying.wrong.includes(field)} />
        ))}
      </div>
    </fieldset>
  )
}

const widths: Record<CardField, string> = {
  number: 'usa-form-group wide',
  expiry: 'usa-form-group',
  cvc: 'usa-form-group',
  zip: 'usa-form-group half',
}

function CardFieldFrame({ field, wrong }: { field: CardField; wrong: boolean }) {
  const speech = useSpeech()
  const id = `card-${field}`
  const error = wrong && fieldError(field, speech)
  return (
    <div className={widths[field]}>
      <label className="usa-label" htmlFor={id}>
        {speech.words.pay.box[field]}
      </label>
      {error && (
        <span className="usa-error-message" id={`${id}-error`}>
          {error}
        </span>
      )}
      <div id={id} className={wrong ? 'usa-input card__field is-wrong' : 'usa-input card__field'} />
    </div>
  )
}

/** Loads the processor's script and mounts its four frames, once; a change of language leaves the entries. */
function useCard(paying: Paying, close: () => void, language: string) {
  const { data, isError, refetch } = useQuery(payBoxQuery)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [attempt, setAttempt] = useState(0)
  const now = useRef({ paying, close, language })
  useEffect(() => {
    now.current = { paying, close, language }
  })
  const { scriptUrl, publishableKey } = data ?? {}
  useEffect(() => {
    if (!scriptUrl || !publishableKey) return
    let here = true
    setState('loading')
    loadProcessor({ scriptUrl, publishableKey }, now.current.language)
      .then((processor) => {
        if (!here) return
        const { hold } = now.current.paying
        hold.processor = processor
        hold.card = openCard(processor, {
          place: (field) => document.getElementById(`card-${field}`),
          onWrong: (field, wrong) => now.current.paying.markWrong(field, wrong),
          onEscape: () => now.current.close(),
        })
        setState('ready')
      })
      .catch(() => here && setState('failed'))
    return () => {
      here = false
      const { hold } = now.current.paying
      hold.card?.close()
      hold.card = null
    }
  }, [scriptUrl, publishableKey, attempt])
  const again = () => {
    void refetch()
    setAttempt((before) => before + 1)
  }
  return [isError ? 'failed' : state, again] as const
}
