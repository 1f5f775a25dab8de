import { expect, test } from 'vitest'
import { bounceDays, per100, workList } from './work-list.ts'

test('how many, the oldest, overdue, mine', () => {
  const items = [
    { since: '2026-06-15T18:01:00.000Z', overdue: true },
    { since: '2026-06-14T18:01:00.000Z', mine: true },
    { since: '2026-06-16T18:01:00.000Z', overdue: false, mine: false },
  ]
  expect(workList(items)).toEqual({
    count: 3,
    oldest: '2026-06-14T18:01:00.000Z',
    overdue: 1,
    mine: 1,
  })
  expect(workList([])).toEqual({ count: 0, oldest: null, overdue: 0, mine: 0 })
})

test('contacts for each hundred renewals; before the first renewal there is no such figure', () => {
  expect(per100(3, 40)).toBe(8)
  expect(per100(0, 40)).toBe(0)
  expect(per100(3, 0)).toBeNull()
})

test('NOT-5: a bounce matters when a date runs within 90 days', () => expect(bounceDays).toBe(90))
