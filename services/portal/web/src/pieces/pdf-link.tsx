import { useState, type MouseEvent } from 'react'
import { useSpeech } from '../words/language.ts'
import { Alert } from './alert.tsx'
import { saveFile } from './save-file.ts'

interface PdfLinkProps {
  readonly href: string
  readonly name: string
  readonly label: string
  readonly className: string
  /** What to say while it cannot be made. */
  readonly notReady: string
}

/** A download that says in words when the file is not there. */
export function PdfLink({ href, name, label, className, notReady }: PdfLinkProps) {
  const { t } = useSpeech()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const fetchFile = async (event: MouseEvent) => {
    event.preventDefault()
    setState('busy')
    const answered = await fetch(href).catch(() => null)
    if (!answered?.ok) return setState('failed')
    saveFile(await answered.blob(), name)
    setState('idle')
  }
  return (
    <>
      <a
        className={className}
        href={href}
        download={name}
        aria-busy={state === 'busy' || undefined}
        onClick={(event) => void fetchFile(event)}
      >
        {label}
      </a>
      <span role="status" className="usa-sr-only">
        {state === 'busy' && t('frame.loading')}
      </span>
      {state === 'failed' && (
        <div className="pdf-failed">
          <Alert role="alert">{notReady}</Alert>
        </div>
      )}
    </>
  )
}
