import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import { formats, wholeWords, type Format } from '../format.ts'
import type { Language, Words } from './words.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Words }
  }
}

const files = {
  en: () => import('./en/all.ts'),
  es: () => import('./es/all.ts'),
}
const loaded = new Map<Language, Words>()

export const i18n = i18next.createInstance()
void i18n.init({
  lng: 'en',
  fallbackLng: false,
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
})

export const isLanguage = (text: unknown): text is Language => text === 'en' || text === 'es'
export const otherLanguage = (language: Language): Language => (language === 'en' ? 'es' : 'en')

/** One language is fetched at first; the other when somebody switches, or a page shows both. */
export async function loadLanguage(language: Language): Promise<void> {
  if (loaded.has(language)) return
  const { words } = await files[language]()
  const whole = wholeWords(words)
  loaded.set(language, whole)
  i18n.addResourceBundle(language, 'translation', whole)
}

export async function speak(language: Language): Promise<void> {
  await loadLanguage(language)
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

export type Translate = typeof i18n.t

/** The words of a language that is loaded, whichever is on the screen: for lists and for pages that show both. */
export function wordsOf(language: Language): Words {
  const words = loaded.get(language)
  if (!words) throw new Error(`the words of ${language} are not loaded`)
  return words
}

export interface Speech {
  readonly t: Translate
  readonly words: Words
  readonly language: Language
  readonly format: Format
}

export function speechOf(language: Language): Speech {
  return {
    t: i18n.getFixedT(language),
    words: wordsOf(language),
    language,
    format: formats[language],
  }
}

const speeches = new Map<Language, Speech>()

function speechNow(): Speech {
  const language = i18n.language as Language
  const known = speeches.get(language) ?? speechOf(language)
  speeches.set(language, known)
  return known
}

function onLanguage(changed: () => void): () => void {
  i18n.on('languageChanged', changed)
  return () => i18n.off('languageChanged', changed)
}

/** Words, dates and amounts in the language on the screen. */
export const useSpeech = (): Speech => useSyncExternalStore(onLanguage, speechNow)
