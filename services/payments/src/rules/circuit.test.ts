import { expect, test } from 'vitest'
import { afterFailure, closed, isDown } from './circuit.ts'

const at = new Date('2026-11-10T20:00:00Z')
const after = (ms: number) => new Date(at.getTime() + ms)
const limit = { failures: 2, restMs: 30_000 }

test('cards rest after so many failures in a row, until the rest is over', () => {
  const one = afterFailure(closed, at)
  const two = afterFailure(one, at)
  expect(isDown(closed, at, limit)).toBe(false)
  expect(isDown(one, at, limit)).toBe(false)
  expect(isDown(two, at, limit)).toBe(true)
  expect(isDown(two, after(29_999), limit)).toBe(true)
  expect(isDown(two, after(30_000), limit)).toBe(false)
  expect(isDown(afterFailure(two, after(30_000)), after(30_001), limit)).toBe(true)
})

test('what never failed is never down', () => {
  expect(isDown({ failures: 5, lastFailureAt: null }, at, limit)).toBe(false)
})
