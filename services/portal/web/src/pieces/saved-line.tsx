import { useEffect, useRef, useState } from 'react'
import type { SaveState } from '../renewal/autosave.ts'
import { useSpeech } from '../words/language.ts'
import { Alert } from './alert.tsx'
import { FailureAlert } from './failure-alert.tsx'
import { Icon } from './icon.tsx'

const announceEveryMs = 60_000

/** "Saved 3:42 p.m."; shown at once, announced at most once a minute. */
export function SavedLine({ state, savedAt }: { state: SaveState; savedAt: string | undefined }) {
  const { t, format } = useSpeech()
  const saved =
    savedAt && state.kind !== 'waiting' ? t('form.saved', { time: format.time(savedAt) }) : ''
  const announced = useAnnounced(saved)
  if (state.kind === 'waiting')
    return (
      <Alert tone="error" role="alert">
        {state.why === 'no-connection' ? t('form.notSaved') : t('form.notSavedFault')}
      </Alert>
    )
  if (state.kind === 'refused') return <FailureAlert error={state.error} />
  return (
    <>
      {saved && (
        <p className="saved">
          <Icon name="tick" />
          {saved}
        </p>
      )}
      <span className="usa-sr-only" role="status">
        {announced}
      </span>
    </>
  )
}

function useAnnounced(text: string): string {
  const [announced, announce] = useState('')
  const last = useRef(0)
  const first = useRef(text)
  useEffect(() => {
    // What stood there on arrival is read with the page.
    if (text === first.current || Date.now() - last.current < announceEveryMs) return
    last.current = Date.now()
    announce(text)
  }, [text])
  return announced
}
