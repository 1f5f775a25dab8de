import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { notifications } from '../api/clients.ts'
import { answer, refusedAs } from '../api/problem.ts'
import { PublicPage } from '../frame/page.tsx'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/public/u/$token')

/** By a press, never by opening: mail scanners open links. */
export function Unsubscribe() {
  const { t } = useSpeech()
  const { token } = route.useParams()
  const [on, setOn] = useState<boolean | null>(null)
  const change = (to: boolean) => async () => {
    const set = await answer(notifications.POST('/unsubscribe', { body: { token, on: to } }))
    setOn(set.on)
  }
  const stop = useAction(change(false))
  const undo = useAction(change(true))
  const error = stop.error ?? undo.error
  return (
    <PublicPage title={t('records.unsubscribe.title')}>
      <div className="flow measure">
        {on === null && <p>{t('records.unsubscribe.text')}</p>}
        <p role="status">
          {on === false && t('records.unsubscribe.done')}
          {on === true && t('records.unsubscribe.undone')} {t('records.unsubscribe.dates')}
        </p>
        {refusedAs(error, 'token-unknown', 'not-found', 'bad-request') ? (
          <p role="alert">{t('records.unsubscribe.unknown')}</p>
        ) : (
          <FailureAlert error={error} />
        )}
      </div>
      <div className="actions gap-3">
        {on === false ? (
          <button type="button" className="link-button" onClick={undo.press}>
            {t('records.unsubscribe.undo')}
          </button>
        ) : (
          <button type="button" className="usa-button" onClick={stop.press}>
            {t('records.unsubscribe.press')}
          </button>
        )}
        <WaitingLine busy={stop.busy || undo.busy} />
      </div>
    </PublicPage>
  )
}
