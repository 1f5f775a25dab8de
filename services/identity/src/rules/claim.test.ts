import { expect, test } from 'vitest'
import { claimsPerHour, codesPerHour, decideClaim, hourBefore } from './claim.ts'

const claim = { matches: true, joined: false, free: true, codesSent: 0 }

test('a certification without a log-in, named rightly: a code goes out', () => {
  expect(decideClaim(claim)).toBe('send')
})

test('what matches nothing sends nothing', () => {
  expect(decideClaim({ ...claim, matches: false, joined: true, free: false })).toBe('nothing')
})

test('ACC-11: a certification with a log-in, or a person with a certification, is for staff', () => {
  expect(decideClaim({ ...claim, joined: true })).toBe('staff')
  expect(decideClaim({ ...claim, free: false })).toBe('staff')
})

test('a mailbox gets three codes an hour and no more, whoever asks', () => {
  expect(codesPerHour).toBe(3)
  expect(decideClaim({ ...claim, codesSent: 2 })).toBe('send')
  expect(decideClaim({ ...claim, codesSent: 3 })).toBe('nothing')
})

test('an hour is an hour', () => {
  expect(claimsPerHour).toBe(5)
  expect(hourBefore(new Date('2026-06-15T19:00:00Z'))).toEqual(new Date('2026-06-15T18:00:00Z'))
})
