import { useEffect, useRef, useState } from 'react'
import { useSpeech } from '../words/language.ts'

type Outcome = 'copied' | 'failed' | null

/** Answers in place for five seconds; the focus stays on the button. */
export function CopyLink({ url, className }: { url: string; className: string }) {
  const { t } = useSpeech()
  const [outcome, setOutcome] = useState<Outcome>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async () => {
    const done = await navigator.clipboard.writeText(url).then(
      () => true,
      () => false,
    )
    setOutcome(done ? 'copied' : 'failed')
    clearTimeout(timer.current)
    if (done) timer.current = setTimeout(() => setOutcome(null), 5_000)
  }
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {t('certificate.copy')}
      </button>
      <span role="status" className="copied">
        {outcome === 'copied' && t('certificate.copied')}
        {outcome === 'failed' && (
          <>
            {t('certificate.copyFailed')} <a href={url}>{url}</a>
          </>
        )}
      </span>
    </>
  )
}
