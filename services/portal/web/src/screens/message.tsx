import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { components } from '@peercert/contracts/notifications'
import { dashboardQuery, messageQuery, messagesQuery, queryClient } from '../api/queries.ts'
import { dayOf } from '../format.ts'
import { BackLink, Title } from '../frame/page.tsx'
import { SideMenu } from '../frame/side-menu.tsx'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/person/messages/$id')

/** One message in full, in the language in which it was sent, and what became of the mail. */
export function MessagePage() {
  const { t, format, language } = useSpeech()
  const { data } = useSuspenseQuery(messageQuery(route.useParams().id))
  const { message, paragraphs } = data
  const lang = message.language === language ? undefined : message.language
  useReadNow(message.read)
  return (
    <div className="grid">
      <Title
        title={<span lang={lang}>{message.subject}</span>}
        tab={t('records.messages.title')}
        back={<BackLink to="/messages" text={t('records.messages.back')} />}
      />
      <SideMenu here="messages" kind="inner" />
      <div className="col" id="content">
        <p className="small quiet">
          {t('records.messages.sent', {
            date: format.dayDate(dayOf(message.at)),
            time: format.time(message.at),
          })}
          . {t(outcomes[message.outcome])}
        </p>
        <div className="text gap-3" lang={lang}>
          {paragraphs.map((paragraph) => (
            <p key={paragraph} className="as-written">
              {paragraph}
            </p>
          ))}
        </div>
      </div>
    </div>
  )
}

type Outcome = components['schemas']['Outcome']

const outcomes = {
  queued: 'records.messages.queued',
  sent: 'records.messages.to',
  bounced: 'records.messages.notDelivered',
  undeliverable: 'records.messages.notDelivered',
  failed: 'records.messages.notDelivered',
  superseded: 'records.messages.notSent',
  withdrawn: 'records.messages.notSent',
} as const satisfies Record<Outcome, string>

/** Reading marks it read; the lists that show it as unread ask again. */
function useReadNow(wasRead: boolean): void {
  useEffect(() => {
    if (wasRead) return
    void queryClient.invalidateQueries({ queryKey: messagesQuery.queryKey, exact: true })
    void queryClient.invalidateQueries({ queryKey: dashboardQuery.queryKey })
  }, [wasRead])
}
