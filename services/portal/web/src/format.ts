import type { Language } from './words/words.ts'

/** Dates in words, amounts and times, in the program's zone (CONV-1). Nothing here reads a clock. */
export interface Format {
  /** December 31, 2026 */
  date(day: string): string
  /** Thursday, December 31, 2026 */
  dayDate(day: string): string
  /** November 6 */
  monthDay(day: string): string
  /** 3:42 p.m. */
  time(instant: string): string
  /** November 6, 3:42 p.m. */
  monthDayTime(instant: string): string
  /** Friday, November 6, 2026, 3:44 p.m. */
  moment(instant: string): string
  money(cents: number): string
}

const zone = 'America/Los_Angeles'
const hard = '\u00a0'

const months = {
  en: 'January February March April May June July August September October November December',
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
} as const
const weekdays = {
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday',
  es: 'domingo lunes martes miércoles jueves viernes sábado',
} as const

interface Parts {
  readonly year: string
  readonly month: string
  readonly day: number
  readonly weekday: string
}

function partsOf(day: string, language: Language): Parts {
  const [year = '', month = '', date = ''] = day.split('-')
  const weekday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))).getUTCDay()
  return {
    year,
    month: months[language].split(' ')[Number(month) - 1] ?? '',
    day: Number(date),
    weekday: weekdays[language].split(' ')[weekday] ?? '',
  }
}

/** The civil date of an instant. */
export function dayOf(instant: string | Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(instant))
}

/** Hours and minutes on the program's clock. */
export function clockOf(instant: string | Date): { hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(instant))
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return { hour: value('hour'), minute: value('minute') }
}

function timeOf(instant: string, suffixes: readonly [string, string]): string {
  const { hour, minute } = clockOf(instant)
  const suffix = suffixes[hour < 12 ? 0 : 1]
  return `${hour % 12 || 12}:${String(minute).padStart(2, '0')}${hard}${suffix}`
}

function formatOf(
  language: Language,
  suffixes: readonly [string, string],
  write: Record<'date' | 'dayDate' | 'monthDay', (parts: Parts) => string>,
): Format {
  const day = (kind: keyof typeof write) => (text: string) => write[kind](partsOf(text, language))
  const time = (instant: string) => timeOf(instant, suffixes)
  const amount = new Intl.NumberFormat(language === 'es' ? 'es-US' : 'en-US', {
    style: 'currency',
    currency: 'USD',
  })
  return {
    date: day('date'),
    dayDate: day('dayDate'),
    monthDay: day('monthDay'),
    time,
    monthDayTime: (instant) => `${day('monthDay')(dayOf(instant))}, ${time(instant)}`,
    moment: (instant) => `${day('dayDate')(dayOf(instant))}, ${time(instant)}`,
    money: (cents) => amount.format(cents / 100),
  }
}

export const formats: Record<Language, Format> = {
  en: formatOf('en', ['a.m.', 'p.m.'], {
    date: ({ month, day, year }) => `${month}${hard}${day}, ${year}`,
    dayDate: ({ weekday, month, day, year }) => `${weekday}, ${month}${hard}${day}, ${year}`,
    monthDay: ({ month, day }) => `${month}${hard}${day}`,
  }),
  es: formatOf('es', [`a.${hard}m.`, `p.${hard}m.`], {
    date: ({ day, month, year }) => `${day}${hard}de ${month} de ${year}`,
    dayDate: ({ weekday, day, month, year }) => `${weekday} ${day}${hard}de ${month} de ${year}`,
    monthDay: ({ day, month }) => `${day}${hard}de ${month}`,
  }),
}

/** "11:59 p. m." never breaks in the middle of what belongs together. */
export function wholeText(text: string): string {
  return text
    .replaceAll(/(\d) ([ap])\. m\./g, `$1${hard}$2.${hard}m.`)
    .replaceAll(/(\d) ([ap]\.m\.)/g, `$1${hard}$2`)
}

/** The same for every string of a tree of words. */
export function wholeWords<T>(words: T): T {
  if (typeof words === 'string') return wholeText(words) as T
  if (Array.isArray(words)) return words.map((word: unknown) => wholeWords(word)) as T
  if (words === null || typeof words !== 'object') return words
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [key, wholeWords<unknown>(value)]),
  ) as T
}

/** "lunes 1 de marzo" at the beginning of a line. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('es-US') + text.slice(1)
}

/** The instant at which the program's clock shows this time on this day. */
export function pacificInstant(day: string, time: string): string {
  // Pacific time is 7 or 8 hours behind; the one that gives the same clock back is right.
  for (const offset of ['-07:00', '-08:00']) {
    const instant = new Date(`${day}T${time}:00${offset}`)
    const { hour, minute } = clockOf(instant)
    const shown = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
    if (dayOf(instant) === day && shown === time) return instant.toISOString()
  }
  return new Date(`${day}T${time}:00-08:00`).toISOString()
}
