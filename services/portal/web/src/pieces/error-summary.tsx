import { useEffect, useRef, type MouseEvent } from 'react'
import { useSpeech } from '../words/language.ts'

/** A mistake and the field it belongs to. */
export interface FieldProblem {
  readonly field: string
  readonly text: string
}

interface ErrorSummaryProps {
  readonly problems: readonly FieldProblem[]
  /** Grows with every press of the button, so that the focus comes again. */
  readonly round: number
}

/** Takes the focus after the button; each line leads to its field. */
export function ErrorSummary({ problems, round }: ErrorSummaryProps) {
  const { t } = useSpeech()
  const box = useRef<HTMLDivElement>(null)
  const some = problems.length > 0
  useEffect(() => {
    if (some) box.current?.focus()
  }, [some, round])
  if (!some) return null
  return (
    <div className="summary" role="alert" tabIndex={-1} aria-labelledby="problem" ref={box}>
      <h2 id="problem">{t('frame.problem')}</h2>
      <ul>
        {problems.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`} onClick={(event) => goTo(event, field)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function goTo(event: MouseEvent, field: string) {
  event.preventDefault()
  const element = document.getElementById(field)
  element?.focus()
  element?.scrollIntoView({ block: 'center' })
}
