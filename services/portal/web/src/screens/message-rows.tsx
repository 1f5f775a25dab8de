import type { components } from '@peercert/contracts/notifications'
import { dayOf } from '../format.ts'
import { Rows } from '../pieces/rows.tsx'
import { useSpeech } from '../words/language.ts'

type MessageRow = components['schemas']['MessageRow']

export function MessageRows({ messages }: { messages: readonly MessageRow[] }) {
  const { t, language } = useSpeech()
  return (
    <Rows
      empty={t('dashboard.noMessages')}
      rows={messages.map((message) => ({
        key: message.messageId,
        to: `/messages/${message.messageId}`,
        text: message.subject,
        day: dayOf(message.at),
        unread: !message.read,
        lang: message.language === language ? undefined : message.language,
      }))}
    />
  )
}
