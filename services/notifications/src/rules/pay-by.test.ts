import { expect, test } from 'vitest'
import { payBy } from './pay-by.ts'

test.each([
  ['long before', '2026-11-10', '2026-12-31'],
  ['on the expiration date itself', '2026-12-31', '2026-12-31'],
  ['on the day after it, now late', '2027-01-01', '2027-12-31'],
  ['on the last day of the twelve months', '2027-12-31', '2027-12-31'],
  ['a day too late for both', '2028-01-01', undefined],
])('REN-3 REN-20: until when a payment can be made that failed %s', (_when, today, last) => {
  expect(payBy('2026-12-31', today, 12)).toBe(last)
})

test('CONV-4: twelve months after February 29 end on February 28', () => {
  expect(payBy('2028-02-29', '2029-02-28', 12)).toBe('2029-02-28')
  expect(payBy('2028-02-29', '2029-03-01', 12)).toBeUndefined()
})
