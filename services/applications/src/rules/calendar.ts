import { Temporal } from 'temporal-polyfill'

/** A day of the program's calendar, 'YYYY-MM-DD' (CONV-1). Texts of this shape sort as days do. */
export type Day = string

const zone = 'America/Los_Angeles'

/** The day an instant has in the program's zone, not in UTC (CONV-1). */
export function dayOf(instant: Date): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
}

/** The first instant of a day; a day may have 23 or 25 hours. */
export function startOf(day: Day): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Where the month lacks the day, its last day (CONV-4). */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

/** 29 February and some years is 28 February where the year is not a leap year (CONV-4). */
export function addYears(day: Day, years: number): Day {
  return Temporal.PlainDate.from(day).add({ years }).toString()
}

/** Days from the first to the second; negative when the second lies before it. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' })
    .days
}

export function laterOf(a: Day, b: Day): Day {
  return a < b ? b : a
}

/** Whole minutes until the day is over, at least one while it lasts. */
export function minutesLeft(day: Day, now: Date): number {
  return Math.ceil((startOf(addDays(day, 1)).getTime() - now.getTime()) / 60_000)
}
