import { expect, test } from 'vitest'
import { capital, clockOf, dayOf, formats, pacificInstant, wholeText } from '../src/format.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('CONV-1: an instant belongs to the day it has in California, not in UTC', () => {
  expect(dayOf('2027-01-01T07:59:59Z')).toBe('2026-12-31')
  expect(dayOf('2027-01-01T08:00:00Z')).toBe('2027-01-01')
  expect(clockOf('2027-01-01T07:59:00Z')).toEqual({ hour: 23, minute: 59 })
})

test('dates are whole: weekday, month in words, year, in both languages', () => {
  expect(plain(formats.en.dayDate('2026-12-31'))).toBe('Thursday, December 31, 2026')
  expect(plain(formats.es.dayDate('2026-12-31'))).toBe('jueves 31 de diciembre de 2026')
  expect(plain(formats.en.date('2028-12-31'))).toBe('December 31, 2028')
  expect(plain(formats.es.date('2027-03-01'))).toBe('1 de marzo de 2027')
})

test('times are written as people read them: 3:42 p.m., 3:42 p. m.', () => {
  expect(plain(formats.en.time('2026-11-06T23:42:00Z'))).toBe('3:42 p.m.')
  expect(plain(formats.es.time('2026-11-06T23:42:00Z'))).toBe('3:42 p. m.')
  expect(plain(formats.en.time('2026-07-01T07:05:00Z'))).toBe('12:05 a.m.')
  expect(plain(formats.es.monthDayTime('2026-11-06T23:42:00Z'))).toBe('6 de noviembre, 3:42 p. m.')
})

test('CONV-6: an amount is in dollars in both languages', () => {
  expect(formats.en.money(16000)).toBe('$160.00')
  expect(formats.es.money(8000)).toBe('$80.00')
})

test('what belongs together never breaks at the end of a line', () => {
  expect(wholeText('antes de las 11:59 p. m., hora')).toBe(
    'antes de las 11:59\u00a0p.\u00a0m., hora',
  )
  expect(formats.en.date('2026-12-31')).toContain('December\u00a031')
  expect(capital('lunes 1 de marzo')).toBe('Lunes 1 de marzo')
})

test('a day and a time of the program become an instant on both sides of the clock change', () => {
  expect(pacificInstant('2026-12-31', '23:59')).toBe('2027-01-01T07:59:00.000Z')
  expect(pacificInstant('2026-07-01', '12:00')).toBe('2026-07-01T19:00:00.000Z')
})
