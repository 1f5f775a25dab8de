import { describe, expect, test } from 'vitest'
import { keepRecordsUntil, lookBack } from './education.ts'

describe('which education counts', () => {
  test('CE-3, WX-28: never before the first issue', () => {
    expect(lookBack('2024-12-31', '2026-11-01', 2)).toEqual({
      from: '2024-12-31',
      to: '2026-11-01',
    })
  })

  test('CE-3: two years back in every later term', () => {
    expect(lookBack('2022-12-31', '2026-11-01', 2)).toEqual({
      from: '2024-11-01',
      to: '2026-11-01',
    })
  })

  test('REN-20, WX-16: a late renewal counts from its own day', () => {
    expect(lookBack('2024-12-31', '2027-03-01', 2)).toEqual({
      from: '2025-03-01',
      to: '2027-03-01',
    })
  })

  test('CE-21: records are kept two years from the later of the two days', () => {
    expect(keepRecordsUntil('2026-11-10', '2026-11-10', 2)).toBe('2028-11-10')
    expect(keepRecordsUntil('2027-03-01', '2027-03-10', 2)).toBe('2029-03-10')
  })
})
