import { Temporal } from 'temporal-polyfill'

/** A day of the program's calendar, 'YYYY-MM-DD' (CONV-1). Never an instant. */
export type CivilDate = string & { readonly __civilDate: true }

/** The zone in which every civil date of the program is meant (CONV-1). */
export const programZone = 'America/Los_Angeles'

const shape = /^\d{4}-\d{2}-\d{2}$/

export function isCivilDate(text: string): text is CivilDate {
  if (!shape.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

export function civilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`not a civil date: ${text}`)
  return text
}

/** The civil date that an instant has in the program's zone, not in UTC (CONV-1). */
export function dateOf(instant: Date): CivilDate {
  return civilDate(
    Temporal.Instant.fromEpochMilliseconds(instant.getTime())
      .toZonedDateTimeISO(programZone)
      .toPlainDate()
      .toString(),
  )
}

/** The first instant of the day; on the spring change the day still starts at 00:00. */
export function startOf(day: CivilDate): Date {
  return toDate(Temporal.PlainDate.from(day).toZonedDateTime(programZone))
}

/** 23:59:59.999 of the day, inclusive (CONV-2, CONV-5). */
export function endOf(day: CivilDate): Date {
  return new Date(startOf(addDays(day, 1)).getTime() - 1)
}

/** An hour of the day on the program's clocks: `at(day, 6)` is 06:00 whatever the season. */
export function at(day: CivilDate, hour: number, minute = 0): Date {
  return toDate(
    Temporal.PlainDate.from(day).toZonedDateTime({
      timeZone: programZone,
      plainTime: Temporal.PlainTime.from({ hour, minute }),
    }),
  )
}

export function addDays(day: CivilDate, days: number): CivilDate {
  return plus(day, { days })
}

/** Calendar arithmetic; where the month lacks the day, its last day (CONV-4). */
export function addMonths(day: CivilDate, months: number): CivilDate {
  return plus(day, { months })
}

/** 29 February + 1 year = 28 February (CONV-4). */
export function addYears(day: CivilDate, years: number): CivilDate {
  return plus(day, { years })
}

/** Days from the first to the second; negative when the second lies before it. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' })
    .days
}

/** -1, 0 or 1, for sorting and for "on or before" (CONV-5). */
export function compare(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What Prisma takes for a @db.Date column: midnight UTC of that day. */
export function toDbDate(day: CivilDate): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

export function fromDbDate(value: Date): CivilDate {
  return civilDate(value.toISOString().slice(0, 10))
}

function plus(day: CivilDate, duration: Temporal.DurationLike): CivilDate {
  return civilDate(Temporal.PlainDate.from(day).add(duration).toString())
}

function toDate(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds)
}
