import { describe, expect, test } from 'vitest'
import { isLate, phaseOn, windowOf } from './window.ts'

const numbers = { windowDays: 90, lateMonths: 12, reinstateMonths: 24, termYears: 2 }

describe('what follows from an expiration date', () => {
  test('REN-1, REN-2, REN-11, REN-20, REN-22, WX-1: the dates of Marisol Vega', () => {
    expect(windowOf('2026-12-31', numbers)).toEqual({
      opensOn: '2026-10-02',
      lateThrough: '2027-12-31',
      reinstateThrough: '2028-12-31',
      newExpiresOn: '2028-12-31',
    })
  })

  test.each([
    ['WX-6', '2027-03-01', '2026-12-01'],
    ['WX-88', '2027-06-12', '2027-03-14'],
    ['WX-10', '2028-12-31', '2028-10-02'],
    ['WX-68', '2028-11-25', '2028-08-27'],
  ])('REN-2, %s: expires %s, opens %s', (_id, expiresOn, opensOn) => {
    expect(windowOf(expiresOn, numbers).opensOn).toBe(opensOn)
  })

  test('REN-11, CONV-4, WX-8: renewed from 29 February it ends on 28 February', () => {
    expect(windowOf('2028-02-29', numbers)).toEqual({
      opensOn: '2027-12-01',
      lateThrough: '2029-02-28',
      reinstateThrough: '2030-02-28',
      newExpiresOn: '2030-02-28',
    })
  })

  test('REN-2: the number of days is the program’s', () => {
    expect(windowOf('2026-12-31', { ...numbers, windowDays: 60 }).opensOn).toBe('2026-11-01')
  })
})

describe('where a day lies', () => {
  test.each([
    ['REN-2, WX-2', '2026-10-01', 'not-open'],
    ['REN-2', '2026-10-02', 'open'],
    ['REN-3', '2026-12-30', 'open'],
    ['REN-3, CONV-5', '2026-12-31', 'last-day'],
    ['REN-20', '2027-01-01', 'late'],
    ['REN-20', '2027-12-31', 'late'],
    ['REN-22', '2028-01-01', 'needs-exam'],
    ['REN-22', '2028-12-31', 'needs-exam'],
    ['REN-23, WX-18', '2029-01-01', 'vacated'],
  ])('%s: %s is %s', (_id, day, phase) => {
    expect(phaseOn('2026-12-31', day, numbers)).toBe(phase)
  })

  test('REN-3, CONV-5: the last day is in time, late begins the day after', () => {
    expect(isLate('2026-12-31', '2026-12-31')).toBe(false)
    expect(isLate('2026-12-31', '2027-01-01')).toBe(true)
  })
})
