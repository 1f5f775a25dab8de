/**
 * How dates, days and money are written in mails. The only place that knows the words for months
 * and weekdays, in both languages. Dates are civil dates, 'YYYY-MM-DD'.
 */
export type Language = 'en' | 'es'

const dayMs = 86_400_000

const months: Record<Language, readonly string[]> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
}

const weekdays: Record<Language, readonly string[]> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
}

/** Thursday, December 31, 2026 · jueves 31 de diciembre de 2026 */
export const weekdayDate = inBoth((date, language) => {
  const weekday = weekdays[language][new Date(midnight(date)).getUTCDay()]
  const gap = language === 'en' ? ', ' : ' '
  return `${weekday}${gap}${plainDate(date, language)}`
})

/** December 31, 2026 · 31 de diciembre de 2026 */
export const plainDate = inBoth((date, language) => {
  const year = date.slice(0, 4)
  const gap = language === 'en' ? ', ' : ' de '
  return `${monthDay(date, language)}${gap}${year}`
})

/** December 31 · 31 de diciembre */
export function monthDay(date: string, language: Language): string {
  const day = Number(date.slice(8, 10))
  return language === 'en' ? `${month(date, 'en')} ${day}` : `${day} de ${month(date, 'es')}`
}

/** Oct 2 · 2 de octubre */
export function shortDay(date: string, language: Language): string {
  if (language === 'es') return monthDay(date, 'es')
  return `${month(date, 'en').slice(0, 3)} ${Number(date.slice(8, 10))}`
}

/** $1,080.00 in both languages; cents are whole (CONV-6). */
export const money = remembered((cents: number) => {
  const dollars = String(Math.floor(cents / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `$${dollars}.${String(cents % 100).padStart(2, '0')}`
})

/** Calendar days from one date to another; negative when the second lies before (CONV-2). */
export function daysBetween(from: string, to: string): number {
  return (midnight(to) - midnight(from)) / dayMs
}

/** The same few dates and fees stand in all mails of a day. */
function remembered<Value>(write: (value: Value) => string) {
  const written = new Map<Value, string>()
  return (value: Value): string => {
    const known = written.get(value)
    if (known !== undefined) return known
    if (written.size >= 500) written.clear()
    const text = write(value)
    written.set(value, text)
    return text
  }
}

function inBoth(write: (date: string, language: Language) => string) {
  const written: Record<Language, (date: string) => string> = {
    en: remembered((date) => write(date, 'en')),
    es: remembered((date) => write(date, 'es')),
  }
  return (date: string, language: Language): string => written[language](date)
}

function month(date: string, language: Language): string {
  return months[language][Number(date.slice(5, 7)) - 1] as string
}

/** A civil date has no zone; UTC only serves to count days. */
function midnight(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))
}
