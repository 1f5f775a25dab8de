import { expect, test } from 'vitest'
import { lockedUntil, oldestThatCounts } from './voucher-lock.ts'

const limit = { codes: 5, minutes: 15 }
const minute = (m: number) => new Date(Date.UTC(2026, 10, 10, 20) + m * 60_000)
const locked = (wrong: number[], now: number) => lockedUntil(wrong.map(minute), minute(now), limit)

test('WVR-15: the fifth wrong code within 15 minutes locks for 15 minutes from then', () => {
  expect(locked([0, 1, 2, 3], 3)).toBeUndefined()
  expect(locked([0, 1, 2, 3, 4], 4)).toEqual(minute(19))
  expect(locked([0, 1, 2, 3, 4], 18.999)).toEqual(minute(19))
  expect(locked([0, 1, 2, 3, 4], 19)).toBeUndefined()
})

test('WVR-15: five in just 15 minutes are not within 15 minutes', () => {
  expect(locked([0, 4, 8, 12, 15], 15)).toBeUndefined()
  expect(locked([0, 4, 8, 12, 14.999], 15)).toEqual(minute(29.999))
})

test('WVR-15: a lock does not end early because its first wrong code grows old', () => {
  expect(locked([0, 10, 11, 12, 13], 16)).toEqual(minute(28))
})

test('WVR-15: after a lock counting starts anew', () => {
  expect(locked([13, 13, 13, 13, 13, 28], 28)).toBeUndefined()
  expect(locked([13, 13, 13, 13, 14, 29], 29)).toBeUndefined()
})

test('WVR-15: the order in which they are read does not matter, and nothing is nothing', () => {
  expect(locked([4, 0, 3, 1, 2], 4)).toEqual(minute(19))
  expect(locked([], 0)).toBeUndefined()
})

test('WVR-15: other limits, too', () => {
  const one = { codes: 1, minutes: 1 }
  expect(lockedUntil([minute(0)], minute(0), one)).toEqual(minute(1))
})

test('what is older than twice the time counts no more', () => {
  expect(oldestThatCounts(minute(60), limit)).toEqual(minute(30))
})
