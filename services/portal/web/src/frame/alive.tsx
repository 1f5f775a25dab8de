import { useEffect, useRef } from 'react'
import { onSessionEnded } from '../api/clients.ts'
import { enterInside } from '../api/leaving.ts'
import { listenLive } from '../api/live.ts'
import { IdleQuestion } from './idle-question.tsx'
import { useLeave } from './leave.ts'
import { useSession } from './session.ts'

/** Stands on every page of somebody logged in: live changes, the end of the session, another person's log-in. */
export function Alive() {
  const leave = useLeave()
  const { accountId, email } = useSession()
  const first = useRef({ accountId, email })
  useEffect(() => {
    enterInside()
    const ended = () => leave('idle', true)
    onSessionEnded(ended)
    const stop = listenLive(ended)
    return () => {
      stop()
      onSessionEnded(() => {})
    }
  }, [leave])
  useEffect(() => {
    // Somebody else logged in in another window; a certification that was found changes only the account.
    if (email !== first.current.email && accountId !== first.current.accountId)
      location.replace('/dashboard')
  }, [accountId, email])
  return <IdleQuestion />
}
