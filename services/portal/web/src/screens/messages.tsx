import { useSuspenseQuery } from '@tanstack/react-query'
import { notifications } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { messagesQuery, queryClient } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { useSpeech } from '../words/language.ts'
import { MessageRows } from './message-rows.tsx'

/** Every mail is also readable here. */
export function Messages() {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(messagesQuery)
  return (
    <InnerPage here="messages" title={t('records.messages.title')}>
      <MessageRows messages={data.messages} />
      <Reminders on={data.reminders} />
    </InnerPage>
  )
}

/** Only the extra ones can be switched off (REN-18). */
function Reminders({ on }: { on: boolean }) {
  const { t, words } = useSpeech()
  const { reminders } = words.records.messages
  const change = useAction(async () => {
    await answer(notifications.PUT('/me/reminders', { body: { on: !on } }))
    await queryClient.invalidateQueries({ queryKey: messagesQuery.queryKey })
  })
  return (
    <section className="section" aria-labelledby="reminders">
      <h2 id="reminders">{reminders.title}</h2>
      <p className="measure" role="status">
        {on ? reminders.on : reminders.off} {reminders.dates}
      </p>
      <FailureAlert error={change.error} />
      <button
        type="button"
        className="link-button"
        aria-busy={change.busy || undefined}
        onClick={change.press}
      >
        {on ? t('records.messages.reminders.switchOff') : t('records.messages.reminders.switchOn')}
      </button>
    </section>
  )
}
