import { describe, expect, test } from 'vitest'
import { pauseAfter } from './retry.ts'

const minute = 60_000
const hour = 60 * minute

describe('a mail that a server put off is tried again', () => {
  const patience = { firstMs: minute, forMs: 120 * hour }

  test.each([
    [1, minute],
    [2, 2 * minute],
    [3, 4 * minute],
    [6, 32 * minute],
    [7, hour],
    [8, hour],
    [60, hour],
  ])('after try %i', (attempts, pause) => {
    expect(pauseAfter(attempts, patience)).toBe(pause)
  })

  test('until the patience is used up: five days, and not a try more', () => {
    // One hour and three minutes pass before the seventh pause, then one hour each.
    const last = Array.from({ length: 200 }, (_, index) => index + 1).findLast(
      (attempts) => pauseAfter(attempts, patience) !== undefined,
    )
    expect(last).toBe(125)
  })

  test('the patience ends at its very millisecond', () => {
    expect(pauseAfter(3, { firstMs: 50, forMs: 151 })).toBe(200)
    expect(pauseAfter(3, { firstMs: 50, forMs: 150 })).toBeUndefined()
    expect(pauseAfter(3, { firstMs: 50, forMs: 149 })).toBeUndefined()
  })

  test('the first try is always followed by a second one', () => {
    expect(pauseAfter(1, { firstMs: 50, forMs: 1 })).toBe(50)
    expect(pauseAfter(0, { firstMs: 50, forMs: 1 })).toBe(50)
  })

  test('a first pause of more than an hour stays as it is', () => {
    expect(pauseAfter(4, { firstMs: 2 * hour, forMs: 100 * hour })).toBe(2 * hour)
  })
})
