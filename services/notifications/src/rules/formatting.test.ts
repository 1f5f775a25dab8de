import { describe, expect, test } from 'vitest'
import { daysBetween, money, monthDay, plainDate, shortDay, weekdayDate } from './formatting.ts'

describe('CONV-1: a date is written out whole, never as 12/31/26', () => {
  test.each([
    ['2026-12-31', 'Thursday, December 31, 2026', 'jueves 31 de diciembre de 2026'],
    ['2027-01-01', 'Friday, January 1, 2027', 'viernes 1 de enero de 2027'],
    ['2028-02-29', 'Tuesday, February 29, 2028', 'martes 29 de febrero de 2028'],
    ['2026-03-07', 'Saturday, March 7, 2026', 'sábado 7 de marzo de 2026'],
    ['2026-04-05', 'Sunday, April 5, 2026', 'domingo 5 de abril de 2026'],
    ['2026-05-04', 'Monday, May 4, 2026', 'lunes 4 de mayo de 2026'],
    ['2026-06-10', 'Wednesday, June 10, 2026', 'miércoles 10 de junio de 2026'],
    ['2026-07-09', 'Thursday, July 9, 2026', 'jueves 9 de julio de 2026'],
    ['2026-08-20', 'Thursday, August 20, 2026', 'jueves 20 de agosto de 2026'],
    ['2026-09-30', 'Wednesday, September 30, 2026', 'miércoles 30 de septiembre de 2026'],
    ['2026-10-02', 'Friday, October 2, 2026', 'viernes 2 de octubre de 2026'],
    ['2026-11-01', 'Sunday, November 1, 2026', 'domingo 1 de noviembre de 2026'],
  ])('%s with its weekday', (date, english, spanish) => {
    expect(weekdayDate(date, 'en')).toBe(english)
    expect(weekdayDate(date, 'es')).toBe(spanish)
  })

  test('and without it', () => {
    expect(plainDate('2028-12-31', 'en')).toBe('December 31, 2028')
    expect(plainDate('2028-12-31', 'es')).toBe('31 de diciembre de 2028')
  })

  test('a subject that speaks of this year leaves the year out', () => {
    expect(monthDay('2026-12-01', 'en')).toBe('December 1')
    expect(monthDay('2026-12-01', 'es')).toBe('1 de diciembre')
  })

  test('a copy names the day of the original in short: three letters, in Spanish the whole month', () => {
    expect(shortDay('2026-10-02', 'en')).toBe('Oct 2')
    expect(shortDay('2026-09-30', 'en')).toBe('Sep 30')
    expect(shortDay('2026-10-02', 'es')).toBe('2 de octubre')
  })
})

describe('CONV-6: money is whole cents, written with two decimals in both languages', () => {
  test.each([
    [0, '$0.00'],
    [5, '$0.05'],
    [99, '$0.99'],
    [100, '$1.00'],
    [8_000, '$80.00'],
    [16_000, '$160.00'],
    [99_999, '$999.99'],
    [100_000, '$1,000.00'],
    [108_050, '$1,080.50'],
    [123_456_789, '$1,234,567.89'],
  ])('%i cents are %s', (cents, written) => {
    expect(money(cents)).toBe(written)
  })
})

describe('CONV-2: days are calendar days', () => {
  test.each([
    ['2026-10-02', '2026-12-31', 90],
    ['2026-12-30', '2026-12-31', 1],
    ['2026-12-31', '2026-12-31', 0],
    ['2027-01-01', '2026-12-31', -1],
    // The clock is set back and forth on the way; days stay days.
    ['2026-10-31', '2026-11-02', 2],
    ['2026-03-07', '2026-03-09', 2],
    ['2028-02-28', '2028-03-01', 2],
    ['2026-02-28', '2026-03-01', 1],
    ['2026-12-31', '2027-12-31', 365],
  ])('from %s to %s', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days)
  })
})

test('CONV-1: a date that was written before is written the same way again, in each language', () => {
  const days = Array.from({ length: 1_200 }, (_, index) =>
    new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  )
  const first = days.map((day) => [weekdayDate(day, 'en'), weekdayDate(day, 'es')])
  const again = days.map((day) => [weekdayDate(day, 'en'), weekdayDate(day, 'es')])
  expect(again).toEqual(first)
  expect(new Set(first.flat()).size).toBe(2_400)
})
