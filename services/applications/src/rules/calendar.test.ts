import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  dayOf,
  daysBetween,
  laterOf,
  minutesLeft,
  startOf,
} from './calendar.ts'

describe('days of the program', () => {
  test('CONV-1: an instant has the date of California, not of UTC', () => {
    expect(dayOf(new Date('2027-01-01T07:59:59.999Z'))).toBe('2026-12-31')
    expect(dayOf(new Date('2027-01-01T08:00:00.000Z'))).toBe('2027-01-01')
    expect(dayOf(new Date('2026-07-01T06:59:59.999Z'))).toBe('2026-06-30')
    expect(dayOf(new Date('2026-07-01T07:00:00.000Z'))).toBe('2026-07-01')
  })

  test('WX-88: a day begins at 00:00 in both seasons, also on the days of the change', () => {
    expect(startOf('2027-03-14').toISOString()).toBe('2027-03-14T08:00:00.000Z')
    expect(startOf('2027-03-15').toISOString()).toBe('2027-03-15T07:00:00.000Z')
    expect(startOf('2026-11-01').toISOString()).toBe('2026-11-01T07:00:00.000Z')
    expect(startOf('2026-11-02').toISOString()).toBe('2026-11-02T08:00:00.000Z')
  })

  test('CONV-2: days are calendar days, across months, years and clock changes', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-12-31', -90)).toBe('2026-10-02')
    expect(addDays('2027-03-13', 2)).toBe('2027-03-15')
    expect(daysBetween('2026-10-02', '2026-12-31')).toBe(90)
    expect(daysBetween('2026-12-31', '2026-12-31')).toBe(0)
    expect(daysBetween('2027-01-01', '2026-12-31')).toBe(-1)
  })

  test('CONV-4: where the month lacks the day, its last day', () => {
    expect(addMonths('2028-02-29', 24)).toBe('2030-02-28')
    expect(addMonths('2026-08-31', 1)).toBe('2026-09-30')
    expect(addYears('2028-02-29', 2)).toBe('2030-02-28')
    expect(addYears('2026-02-28', 2)).toBe('2028-02-28')
    expect(addYears('2028-02-29', -4)).toBe('2024-02-29')
  })

  test('the later of two days', () => {
    expect(laterOf('2026-01-02', '2026-01-01')).toBe('2026-01-02')
    expect(laterOf('2026-01-01', '2026-01-02')).toBe('2026-01-02')
  })

  test('minutes left of a day: at least one while it lasts, and 25 hours when clocks go back', () => {
    expect(minutesLeft('2026-12-31', new Date('2027-01-01T07:59:59.999Z'))).toBe(1)
    expect(minutesLeft('2026-12-31', new Date('2027-01-01T07:00:00.000Z'))).toBe(60)
    expect(minutesLeft('2026-11-01', startOf('2026-11-01'))).toBe(25 * 60)
    expect(minutesLeft('2027-03-14', startOf('2027-03-14'))).toBe(23 * 60)
  })
})
