import { useEffect, useRef, useState } from 'react'
import { portal } from '../api/clients.ts'
import { watchIdle, type IdleWatch } from '../api/idle.ts'
import { onOtherWindowLeft } from '../api/leaving.ts'
import { useSpeech } from '../words/language.ts'
import { useLeave } from './leave.ts'
import { useSession } from './session.ts'

const warnMs = 2 * 60_000

/** Asks two minutes before the log-out; without an answer the page empties itself. */
export function IdleQuestion() {
  const { t } = useSpeech()
  const { idleSeconds } = useSession()
  const leave = useLeave()
  const dialog = useRef<HTMLDialogElement>(null)
  const watch = useRef<IdleWatch>(null)
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    const touch = () => void portal.POST('/api/session/touch').catch(() => {})
    const end = () => leave('idle')
    watch.current = watchIdle({ idleMs: idleSeconds * 1000, warnMs, touch, warn: setAsked, end })
    onOtherWindowLeft((why) => leave(why, true))
    return () => watch.current?.stop()
  }, [idleSeconds, leave])
  useEffect(() => {
    if (asked) dialog.current?.showModal()
    else dialog.current?.close()
  }, [asked])
  const stay = () => watch.current?.stay()
  return (
    <dialog className="ask" ref={dialog} aria-labelledby="idle" onCancel={stay}>
      <h2 id="idle" tabIndex={-1}>
        {t('frame.idle.title')}
      </h2>
      <p>{t('frame.idle.text')}</p>
      <div className="actions">
        <button type="button" className="usa-button" onClick={stay}>
          {t('frame.idle.stay')}
        </button>
        <button type="button" className="link-button" onClick={() => leave('chosen')}>
          {t('labels.logOut')}
        </button>
      </div>
    </dialog>
  )
}
