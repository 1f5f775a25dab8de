import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import { isUnderReview, type StandingInput, standingOf } from './standing.ts'

const numbers = { windowDays: 90, lateMonths: 12, reinstateMonths: 24, termYears: 2 }
const quiet: StandingInput = {
  hold: 'ACTIVE',
  heldSince: null,
  expiresOn: '2026-12-31',
  renewed: null,
  running: null,
  draft: null,
  review: null,
}
const draft = { savedAt: startOf('2026-11-06'), nextPart: 'ethics' } as const
const review = {
  submittedOn: '2027-03-01',
  decideBy: '2027-03-31',
  answerBy: null,
  appealBy: null,
  resubmitThrough: null,
}
const on = (day: string, change: Partial<StandingInput> = {}) =>
  standingOf({ ...quiet, ...change }, startOf(day), numbers)
const shown = (day: string, change: Partial<StandingInput> = {}) => {
  const { state, badge } = on(day, change)
  return [state, badge]
}

describe('the dashboard in each state (section 2)', () => {
  test.each([
    ['2026-10-01', ['window-not-open', 'active']],
    ['2026-10-02', ['just-opened', 'active-open']],
    ['2026-12-30', ['just-opened', 'active-open']],
    ['2026-12-31', ['last-day', 'active-last-day']],
    ['2027-01-01', ['expired', 'expired']],
    ['2027-12-31', ['expired', 'expired']],
    ['2028-01-01', ['expired-needs-exam', 'expired']],
    ['2028-12-31', ['expired-needs-exam', 'expired']],
    ['2029-01-01', ['vacated', 'expired']],
  ])('by the date alone, on %s', (day, expected) => {
    expect(shown(day)).toEqual(expected)
  })

  test('a form under way', () => {
    const running = { draft, running: 'draft' } as const
    expect(shown('2026-11-06', running)).toEqual(['drafted', 'active-started'])
    expect(shown('2026-12-31', running)).toEqual(['last-day', 'active-last-day'])
    expect(shown('2027-01-01', running)).toEqual(['expired', 'expired'])
    expect(on('2026-12-31', running).drafted).toBe(true)
    expect(on('2026-12-31').drafted).toBe(false)
  })

  test('REN-12: renewed until the next window opens', () => {
    const renewed = { on: '2026-11-10', keepRecordsUntil: '2028-11-10' }
    const change = { expiresOn: '2028-12-31', renewed }
    expect(shown('2026-11-10', change)).toEqual(['renewed', 'active-renewed'])
    expect(shown('2028-10-01', change)).toEqual(['renewed', 'active-renewed'])
    expect(shown('2028-10-02', change)).toEqual(['just-opened', 'active-open'])
  })

  test.each([
    ['SUSPENDED', ['suspended', 'suspended']],
    ['REVOKED', ['revoked', 'revoked']],
    ['SURRENDERED', ['surrendered', 'inactive']],
  ] as const)('CRT-8: %s, whatever else there is', (hold, expected) => {
    expect(shown('2026-11-06', { hold, draft, running: 'draft' })).toEqual(expected)
    expect(shown('2027-03-05', { hold, review, running: 'in-review' })).toEqual(expected)
  })

  test('promise 4: an unknown payment changes the words, not the badge', () => {
    const checking = { draft, running: 'checking' } as const
    expect(shown('2026-11-06', checking)).toEqual(['payment-being-checked', 'active-started'])
    expect(shown('2026-12-31', checking)).toEqual(['payment-being-checked', 'active-last-day'])
    expect(shown('2027-01-01', checking)).toEqual(['payment-being-checked', 'expired'])
    const suspended = { ...checking, hold: 'SUSPENDED' } as const
    expect(shown('2026-11-06', suspended)).toEqual(['payment-being-checked', 'suspended'])
  })

  test('REN-20: with the staff; a proposal of refusal is not told', () => {
    const change = (running: StandingInput['running']) => ({ review, running })
    expect(shown('2027-03-05', change('in-review'))).toEqual([
      'late-in-review',
      'expired-in-review',
    ])
    expect(shown('2027-03-05', change('refusal-proposed'))).toEqual([
      'late-in-review',
      'expired-in-review',
    ])
    expect(shown('2027-03-05', change('question'))).toEqual(['late-question', 'expired-question'])
  })

  test('REN-20: late when the day of decision is over, and never before or after', () => {
    for (const running of ['in-review', 'question', 'refusal-proposed'] as const) {
      expect(on('2027-03-31', { review, running }).overdue).toBe(false)
      expect(on('2027-04-01', { review, running }).overdue).toBe(true)
    }
    expect(on('2027-04-01', { review, running: 'refused' }).overdue).toBe(false)
    expect(on('2027-04-01', { review: null, running: 'in-review' }).overdue).toBe(false)
    expect([isUnderReview('draft'), isUnderReview(null)]).toEqual([false, false])
  })

  test('APL-3: a refusal stays in front while it can be appealed or sent again', () => {
    const refused = { ...review, appealBy: '2027-04-09', resubmitThrough: '2027-12-31' }
    const change = { review: refused, running: 'refused' } as const
    expect(shown('2027-03-10', change)).toEqual(['late-refused', 'expired-refused'])
    expect(shown('2027-12-31', change)).toEqual(['late-refused', 'expired-refused'])
    expect(shown('2028-01-01', change)).toEqual(['expired-needs-exam', 'expired'])
    const appeal = { ...refused, appealBy: '2028-01-20' }
    expect(shown('2028-01-20', { ...change, review: appeal })).toEqual([
      'late-refused',
      'expired-refused',
    ])
    expect(shown('2028-01-21', { ...change, review: appeal })).toEqual([
      'expired-needs-exam',
      'expired',
    ])
    const again = { ...change, draft, running: 'draft' } as const
    expect(shown('2027-03-12', again)).toEqual(['late-refused', 'expired-refused'])
    expect(shown('2027-03-12', { ...change, review: { ...refused, appealBy: null } })).toEqual([
      'expired',
      'expired',
    ])
    expect(
      shown('2027-03-12', { ...change, review: { ...refused, resubmitThrough: null } }),
    ).toEqual(['expired', 'expired'])
  })

  test('the last day counts its minutes, and no other day does', () => {
    expect(on('2026-12-31').minutesLeft).toBe(24 * 60)
    expect(on('2026-12-30').minutesLeft).toBeNull()
    expect(on('2027-01-01').minutesLeft).toBeNull()
  })

  test('late is the day after, and the window is told', () => {
    expect(on('2026-12-31').late).toBe(false)
    expect(on('2027-01-01').late).toBe(true)
    expect(on('2026-11-06').window).toEqual({
      opensOn: '2026-10-02',
      lateThrough: '2027-12-31',
      reinstateThrough: '2028-12-31',
      newExpiresOn: '2028-12-31',
    })
  })
})
