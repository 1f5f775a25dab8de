import { describe, expect, test } from 'vitest'
import { decideBy, decidePaid, decideRenewal, type RenewalState } from './renewal.ts'

const numbers = {
  windowDays: 90,
  lateMonths: 12,
  reinstateMonths: 24,
  termYears: 2,
  reviewDays: 30,
}
const facts = { hold: 'ACTIVE', expiresOn: '2026-12-31', renewed: false, running: null } as const

describe('whether renewal may be started (REN-19)', () => {
  test('REN-2, WX-2: the day before the window', () => {
    expect(decideRenewal(facts, '2026-10-01', numbers)).toEqual({
      refused: 'WINDOW_NOT_OPEN',
      opensOn: '2026-10-02',
    })
  })

  test('REN-12, WX-10: renewed already, until the next window', () => {
    const renewed = { ...facts, expiresOn: '2028-12-31', renewed: true }
    expect(decideRenewal(renewed, '2026-11-11', numbers)).toEqual({
      refused: 'ALREADY_RENEWED',
      opensOn: '2028-10-02',
    })
    expect(decideRenewal(renewed, '2028-10-02', numbers)).toEqual({ possible: true, late: false })
  })

  test.each([
    ['REN-2', '2026-10-02', false],
    ['REN-3, CONV-5', '2026-12-31', false],
    ['REN-20', '2027-01-01', true],
    ['REN-20', '2027-12-31', true],
  ])('%s: possible on %s', (_id, day, late) => {
    expect(decideRenewal(facts, day, numbers)).toEqual({ possible: true, late })
  })

  test('REN-22, REN-23, WX-18: too late for renewal alone', () => {
    expect(decideRenewal(facts, '2028-01-01', numbers)).toEqual({
      refused: 'TOO_LATE',
      status: 'EXPIRED',
    })
    expect(decideRenewal(facts, '2029-01-01', numbers)).toEqual({
      refused: 'TOO_LATE',
      status: 'VACATED',
    })
  })

  test.each(['SUSPENDED', 'REVOKED', 'SURRENDERED'] as const)(
    'REN-4, REN-24, WX-12: %s inside the window and after it',
    (hold) => {
      for (const day of ['2026-11-01', '2027-02-01'])
        expect(decideRenewal({ ...facts, hold, running: 'in-review' }, day, numbers)).toEqual({
          refused: 'NOT_IN_GOOD_STANDING',
          status: hold,
        })
    },
  )

  test.each(['in-review', 'question', 'refusal-proposed'] as const)(
    'REN-20: while it is %s',
    (running) => {
      expect(decideRenewal({ ...facts, running }, '2027-02-01', numbers)).toEqual({
        refused: 'IN_REVIEW',
      })
    },
  )

  test.each(['draft', 'checking', 'refused'] as const)('a %s one may go on', (running) => {
    expect(decideRenewal({ ...facts, running }, '2027-02-01', numbers)).toEqual({
      possible: true,
      late: true,
    })
  })
})

describe('what a completed payment does', () => {
  const paid = {
    state: 'draft' as RenewalState,
    sameTerm: true,
    signed: true,
    hold: 'ACTIVE',
    expiresOn: '2026-12-31',
  } as const

  test('REN-10, REN-11, WX-3: on time it renews', () => {
    for (const state of ['draft', 'checking'] as const)
      expect(decidePaid({ ...paid, state }, '2026-10-02', numbers)).toEqual({
        does: 'renew',
        expiresOn: '2028-12-31',
      })
    expect(decidePaid(paid, '2026-12-31', numbers)).toMatchObject({ does: 'renew' })
  })

  test('REN-13, REN-20, WX-5, WX-16: late it goes to the staff, 30 days from the payment', () => {
    expect(decidePaid(paid, '2027-01-01', numbers)).toEqual({
      does: 'submit',
      decideBy: '2027-01-31',
    })
    expect(decidePaid(paid, '2027-03-01', numbers)).toEqual({
      does: 'submit',
      decideBy: '2027-03-31',
    })
    expect(decideBy('2027-03-01', 30)).toBe('2027-03-31')
  })

  test.each([
    ['another term', { sameTerm: false }, 'ALREADY_RENEWED'],
    ['completed', { state: 'completed' }, 'ALREADY_RENEWED'],
    ['approved', { state: 'approved' }, 'ALREADY_RENEWED'],
    ['in review', { state: 'in-review' }, 'IN_REVIEW'],
    ['refused', { state: 'refused' }, 'IN_REVIEW'],
    ['without a signature', { signed: false }, 'ETHICS_NOT_SIGNED'],
    ['suspended', { hold: 'SUSPENDED' }, 'NOT_IN_GOOD_STANDING'],
  ] as const)('WX-65: money finds it %s, and is kept in sight', (_what, change, because) => {
    expect(decidePaid({ ...paid, ...change }, '2026-11-10', numbers)).toEqual({
      does: 'nothing',
      because,
    })
  })

  test('a day on which nothing can be renewed', () => {
    const because = (day: string) => decidePaid(paid, day, numbers)
    expect(because('2026-10-01')).toEqual({ does: 'nothing', because: 'WINDOW_NOT_OPEN' })
    expect(because('2028-01-01')).toEqual({ does: 'nothing', because: 'TOO_LATE' })
  })
})
