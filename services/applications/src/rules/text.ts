import type { Day } from './calendar.ts'

export type Language = 'en' | 'es'

interface Sections {
  readonly sections: readonly {
    readonly heading: string
    readonly paragraphs: readonly string[]
  }[]
}

const wordsPerMinute = 200

/** How long reading takes, in whole minutes, for an unhurried reader. */
export function readingMinutes({ sections }: Sections): number {
  const words = sections
    .flatMap(({ heading, paragraphs }) => [heading, ...paragraphs])
    .flatMap((text) => text.split(/\s+/).filter(Boolean))
  return Math.max(1, Math.round(words.length / wordsPerMinute))
}

const formats = {
  en: new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }),
  es: new Intl.DateTimeFormat('es-US', { dateStyle: 'long', timeZone: 'UTC' }),
}

/** "December 31, 2026", "31 de diciembre de 2026". */
export function inWords(day: Day, language: Language): string {
  return formats[language].format(new Date(`${day}T12:00:00Z`))
}

/** Puts dates in words where a text says {from} or {to}. */
export function fill(text: string, dates: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => dates[name] ?? whole)
}
