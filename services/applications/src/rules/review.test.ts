import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import {
  answerBy,
  appealBy,
  type CheckName,
  flagsOf,
  isAnswerStillPossible,
  lateness,
  mayReadSecond,
  mayReview,
  type SentRenewal,
  sixChecks,
} from './review.ts'

const sent: SentRenewal = {
  expiredOn: '2026-12-31',
  sentOn: '2027-03-01',
  lines: [
    { feeCode: 'RENEWAL', settledBy: 'card' },
    { feeCode: 'LATE_RENEWAL', settledBy: 'waiver' },
  ],
  signed: {
    at: startOf('2027-02-28'),
    typedName: 'marisol vega',
    nameThen: 'Marisol Vega',
    codeVersion: '2',
    attestationVersion: '1',
  },
  nameNow: 'Marisol Vega',
  holdWhenSent: 'ACTIVE',
  holdNow: 'ACTIVE',
  codeVersion: '2',
  attestationVersion: '1',
}

const check = (name: CheckName, change: Partial<SentRenewal> = {}) => {
  const found = sixChecks({ ...sent, ...change }, 12).find((each) => each.check === name)
  if (!found) throw new Error(name)
  return found
}
const met = (name: CheckName, change: Partial<SentRenewal> = {}) => check(name, change).met

describe('the six checks of a late renewal (3.4)', () => {
  test('six, in this order, all met, each with its rules', () => {
    const checks = sixChecks(sent, 12)
    expect(checks.map((each) => each.check)).toEqual([
      'sent-in-time',
      'fees-settled',
      'signed-after-expiration',
      'status-allows',
      'signature-matches',
      'no-open-case',
    ])
    expect(checks.every((each) => each.met)).toBe(true)
    expect(checks.map((each) => each.ruleIds)).toEqual([
      ['REN-20', 'PAY-6'],
      ['FEE-4', 'FEE-5', 'PAY-6'],
      ['REN-20', 'REN-26'],
      ['REN-4', 'REN-24'],
      ['CONV-9', 'REN-14'],
      ['CRT-9', 'CMP-14'],
    ])
  })

  test('REN-20: sent in the twelve months after the expiration', () => {
    expect(met('sent-in-time', { sentOn: '2026-12-31' })).toBe(false)
    expect(met('sent-in-time', { sentOn: '2027-01-01' })).toBe(true)
    expect(met('sent-in-time', { sentOn: '2027-12-31' })).toBe(true)
    expect(met('sent-in-time', { sentOn: '2028-01-01' })).toBe(false)
    expect(check('sent-in-time').facts).toEqual({
      expiredOn: '2026-12-31',
      sentOn: '2027-03-01',
      through: '2027-12-31',
    })
  })

  test('FEE-4, FEE-5: both lines are settled, by card, voucher or waiver', () => {
    const [renewal, late] = sent.lines
    expect(met('fees-settled', { lines: renewal ? [renewal] : [] })).toBe(false)
    expect(met('fees-settled', { lines: late ? [late] : [] })).toBe(false)
    expect(check('fees-settled').facts).toEqual({ RENEWAL: 'card', LATE_RENEWAL: 'waiver' })
    expect(check('fees-settled', { lines: [] }).facts).toEqual({
      RENEWAL: null,
      LATE_RENEWAL: null,
    })
  })

  test('REN-26: signed after the expiration, in the versions of the day of sending', () => {
    const signed = (change: object) =>
      met('signed-after-expiration', { signed: { ...sent.signed, ...change } })
    expect(signed({ at: startOf('2026-12-31') })).toBe(false)
    expect(signed({ at: startOf('2027-01-01') })).toBe(true)
    expect(signed({ codeVersion: '1' })).toBe(false)
    expect(signed({ attestationVersion: null })).toBe(false)
    expect(check('signed-after-expiration').facts).toEqual({
      signedOn: '2027-02-28',
      codeVersion: '2',
      attestationVersion: '1',
      inForce: true,
    })
  })

  test('REN-24: not suspended or revoked when it was sent, nor now', () => {
    expect(met('status-allows', { holdWhenSent: 'SUSPENDED' })).toBe(false)
    expect(met('status-allows', { holdNow: 'REVOKED' })).toBe(false)
    expect(check('status-allows').facts).toEqual({ whenSent: 'ACTIVE', now: 'ACTIVE' })
  })

  test('CONV-9: the signature is the legal name of then or of now', () => {
    expect(met('signature-matches', { nameNow: 'Marisol Vega Luna' })).toBe(true)
    const other = { ...sent.signed, nameThen: 'Marisol Luna' }
    expect(met('signature-matches', { signed: other })).toBe(true)
    expect(met('signature-matches', { signed: other, nameNow: 'Mary Vega' })).toBe(false)
    expect(check('signature-matches').facts).toEqual({
      typed: 'marisol vega',
      legalName: 'Marisol Vega',
    })
  })

  test('CRT-9: a case stops it only with an order', () => {
    expect(check('no-open-case').facts).toEqual({ openCase: false })
    expect(met('no-open-case', { holdNow: 'SUSPENDED' })).toBe(false)
    expect(check('no-open-case', { holdNow: 'SUSPENDED' }).facts).toEqual({ openCase: true })
  })
})

describe('due dates', () => {
  const dates = { expiredOn: '2026-12-31', sentOn: '2027-03-01', decideBy: '2027-03-31' }

  test('REN-20, CONV-2: day 30 is in time', () => {
    expect(lateness(dates, '2027-03-31')).toEqual({ daysLate: 60, daysLeft: 0, overdue: false })
    expect(lateness(dates, '2027-04-01')).toEqual({ daysLate: 60, daysLeft: -1, overdue: true })
  })

  test('CONV-2: ten days to answer', () => {
    expect(answerBy('2027-03-05', 10)).toBe('2027-03-15')
  })

  test('APL-3, WX-84: thirty days to appeal', () => {
    expect(appealBy('2027-01-04', 30)).toBe('2027-02-03')
  })
})

describe('flags of the work list', () => {
  const question = { answerBy: '2027-03-15', answered: false }
  const quiet = { state: 'in-review', again: false, question: null } as const

  test('each when it is true', () => {
    expect(flagsOf(quiet, '2027-03-16')).toEqual([])
    expect(flagsOf({ ...quiet, question }, '2027-03-15')).toEqual([])
    expect(flagsOf({ ...quiet, question }, '2027-03-16')).toEqual(['no-answer'])
    expect(flagsOf({ ...quiet, question: { ...question, answered: true } }, '2027-03-16')).toEqual([
      'answered',
    ])
    expect(
      flagsOf({ state: 'refusal-proposed', again: true, question: null }, '2027-03-16'),
    ).toEqual(['sent-again', 'second-reader'])
  })

  test('"no answer" is no reason before its day is over', () => {
    expect(isAnswerStillPossible(null, '2027-03-16')).toBe(true)
    expect(isAnswerStillPossible(question, '2027-03-15')).toBe(true)
    expect(isAnswerStillPossible({ ...question, answered: true }, '2027-03-16')).toBe(true)
    expect(isAnswerStillPossible(question, '2027-03-16')).toBe(false)
  })
})

describe('ROLE-12: who may review', () => {
  const dana = { subject: 'dana', barred: false }
  const free = { state: 'in-review', takenBy: null } as const

  test('a free case, and one of one’s own', () => {
    expect(mayReview(free, dana)).toBeNull()
    expect(mayReview({ state: 'question', takenBy: 'dana' }, dana)).toBeNull()
  })

  test.each([
    ['somebody who knows the person', free, { ...dana, barred: true }, 'conflict-of-interest'],
    ['one that is taken', { ...free, takenBy: 'lee' }, dana, 'taken-by-another'],
    ['one that is decided', { ...free, state: 'approved' }, dana, 'review-closed'],
    [
      'one that waits for its second reader',
      { ...free, state: 'refusal-proposed' },
      dana,
      'review-closed',
    ],
  ] as const)('not %s', (_what, review, reviewer, refusal) => {
    expect(mayReview(review, reviewer)).toBe(refusal)
  })

  test('a refusal has a second reader', () => {
    const proposed = { state: 'refusal-proposed', proposedBy: 'lee' } as const
    expect(mayReadSecond(proposed, dana)).toBeNull()
    expect(mayReadSecond(proposed, { ...dana, barred: true })).toBe('conflict-of-interest')
    expect(mayReadSecond({ ...proposed, proposedBy: 'dana' }, dana)).toBe('second-person-needed')
    expect(mayReadSecond({ ...proposed, state: 'in-review' }, dana)).toBe('nothing-refused')
    expect(mayReadSecond({ ...proposed, state: 'refused' }, dana)).toBe('review-closed')
    expect(mayReadSecond({ ...proposed, state: 'approved' }, dana)).toBe('review-closed')
  })
})
