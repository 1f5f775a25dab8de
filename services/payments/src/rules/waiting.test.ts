import { expect, test } from 'vitest'
import { unpaidDue } from './unpaid.ts'
import { isOverdue, mayGiveUp, nextCheck } from './waiting.ts'

const patience = { delayedMs: 900_000, giveUpMs: 1_800_000, firstMs: 5_000, longestMs: 60_000 }
const start = new Date('2026-11-10T20:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)
const waiting = {
  state: 'PENDING',
  receivedAt: start,
  needsBankSince: null,
  checkingSince: start,
} as const

test('the pauses double and stay below the longest', () => {
  const pauses = [0, 1, 2, 3, 4, 5, 1000].map(
    (n) => nextCheck(n, start, patience).getTime() - start.getTime(),
  )
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
})

test('M-11: overdue from 15 minutes on, while it is unknown', () => {
  expect(isOverdue(waiting, after(899_999), patience)).toBe(false)
  expect(isOverdue(waiting, after(900_000), patience)).toBe(true)
  expect(isOverdue({ ...waiting, state: 'CREATED' }, after(900_000), patience)).toBe(true)
  expect(isOverdue({ ...waiting, state: 'CAPTURED' }, after(900_000), patience)).toBe(false)
  expect(isOverdue({ ...waiting, checkingSince: null }, after(900_000), patience)).toBe(false)
})

test('a bank that asks is given 30 minutes from its question, a lost request from the press', () => {
  expect(mayGiveUp(waiting, after(1_799_999), patience)).toBe(false)
  expect(mayGiveUp(waiting, after(1_800_000), patience)).toBe(true)
  const asked = { ...waiting, needsBankSince: after(60_000) }
  expect(mayGiveUp(asked, after(1_800_000), patience)).toBe(false)
  expect(mayGiveUp(asked, after(1_860_000), patience)).toBe(true)
})

test('M-10: at once for who has left, otherwise after the wait', () => {
  expect(unpaidDue({ at: start, personLeft: true }, 900_000)).toEqual(start)
  expect(unpaidDue({ at: start, personLeft: false }, 900_000)).toEqual(after(900_000))
})
