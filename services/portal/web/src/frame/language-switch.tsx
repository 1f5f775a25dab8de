import { useRouter } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { portal } from '../api/clients.ts'
import { otherLanguage, speak, useSpeech } from '../words/language.ts'

/** Shows the other language's own name; keeps place, entries and focus. */
export function LanguageSwitch() {
  const { t, language } = useSpeech()
  const router = useRouter()
  const other = otherLanguage(language)
  const change = async (event: MouseEvent) => {
    event.preventDefault()
    await speak(other)
    // Also for the log-in box; the page does not wait for it, nor does it fail with it.
    void portal.PUT('/api/language', { body: { language: other } }).catch(() => {})
    void router.invalidate()
  }
  return (
    <a
      href={`?language=${other}`}
      lang={other}
      hrefLang={other}
      onClick={(event) => void change(event)}
    >
      {t('frame.otherLanguage')}
    </a>
  )
}
