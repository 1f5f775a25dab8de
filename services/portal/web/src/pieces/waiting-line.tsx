import { useSince } from '../frame/loading-line.tsx'
import { useSpeech } from '../words/language.ts'

/** Beside a pressed button: after 400 ms that it works, after 5 s that it takes longer. */
export function WaitingLine({ busy }: { busy: boolean }) {
  const { t } = useSpeech()
  const since = useSince(busy)
  return (
    <p className={since > 0 ? 'small quiet' : 'usa-sr-only'} role="status">
      {since === 1 && t('frame.loading')}
      {since === 2 && t('frame.slow')}
    </p>
  )
}
