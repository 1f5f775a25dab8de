import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  at,
  civilDate,
  compare,
  dateOf,
  daysBetween,
  endOf,
  fromDbDate,
  isCivilDate,
  startOf,
  toDbDate,
} from '../src/civil-date.ts'

const day = civilDate
const hours = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 3_600_000

describe('CONV-1: an instant belongs to the civil date it has in California', () => {
  test.each([
    ['2026-06-16T06:59:59.999Z', '2026-06-15'],
    ['2026-06-16T07:00:00.000Z', '2026-06-16'],
    ['2026-01-01T07:59:59.999Z', '2025-12-31'],
    ['2026-01-01T08:00:00.000Z', '2026-01-01'],
  ])('%s is %s', (instant, date) => {
    expect(dateOf(new Date(instant))).toBe(date)
  })
})

describe('CONV-2: the trigger date is day 0, the deadline is the end of day N', () => {
  test('90 days from 15 June', () => {
    const deadline = addDays(day('2026-06-15'), 90)
    expect(deadline).toBe('2026-09-13')
    expect(endOf(deadline).toISOString()).toBe('2026-09-14T06:59:59.999Z')
    expect(daysBetween(day('2026-06-15'), deadline)).toBe(90)
  })

  test('across both clock changes a day is a day', () => {
    expect(addDays(day('2026-03-07'), 2)).toBe('2026-03-09')
    expect(addDays(day('2026-10-31'), 2)).toBe('2026-11-02')
  })
})

describe('CONV-4: months and years by the calendar, the last day where the day is missing', () => {
  test.each([
    ['2028-02-29', 24, '2030-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s + %i months = %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  test('29 February + 2 years = 28 February', () => {
    expect(addYears(day('2028-02-29'), 2)).toBe('2030-02-28')
  })
})

describe('CONV-5: on or before the date is in time, to the end of the day', () => {
  test('the last millisecond belongs to the day, the next one does not', () => {
    const last = endOf(day('2026-06-15'))
    expect(dateOf(last)).toBe('2026-06-15')
    expect(dateOf(new Date(last.getTime() + 1))).toBe('2026-06-16')
    expect(compare(dateOf(last), day('2026-06-15'))).toBe(0)
  })
})

describe('the days on which clocks change', () => {
  test('in spring the day has 23 hours, and 06:00 is 06:00', () => {
    const spring = day('2026-03-08')
    expect(hours(startOf(spring), endOf(spring))).toBeCloseTo(23, 3)
    expect(at(spring, 6).toISOString()).toBe('2026-03-08T13:00:00.000Z')
    expect(at(spring, 2, 30).toISOString()).toBe('2026-03-08T10:30:00.000Z')
  })

  test('in autumn the day has 25 hours, and 06:00 is 06:00', () => {
    const autumn = day('2026-11-01')
    expect(hours(startOf(autumn), endOf(autumn))).toBeCloseTo(25, 3)
    expect(at(autumn, 6).toISOString()).toBe('2026-11-01T14:00:00.000Z')
  })
})

test.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-06-15T00:00:00Z', '', '20260615'])(
  '%s is no civil date',
  (text) => {
    expect(isCivilDate(text)).toBe(false)
    expect(() => civilDate(text)).toThrow(RangeError)
  },
)

test('a date column holds the day itself, whatever the zone of the machine', () => {
  expect(toDbDate(day('2026-06-15')).toISOString()).toBe('2026-06-15T00:00:00.000Z')
  expect(fromDbDate(new Date('2026-06-15T00:00:00.000Z'))).toBe('2026-06-15')
})

const days = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays(day('1990-01-01'), offset))

test('adding days and counting them agree, for any day', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -3_000, max: 3_000 }), (from, count) => {
      expect(daysBetween(from, addDays(from, count))).toBe(count)
    }),
  )
})

test('every instant of a day lies between its start and its end', () => {
  fc.assert(
    fc.property(days, fc.double({ min: 0, max: 1, noNaN: true }), (date, part) => {
      const [start, end] = [startOf(date).getTime(), endOf(date).getTime()]
      expect(dateOf(new Date(Math.round(start + (end - start) * part)))).toBe(date)
    }),
  )
})
