import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import { type PayingFacts, whyNotPay } from './paying.ts'

const numbers = { windowDays: 90, lateMonths: 12, reinstateMonths: 24, termYears: 2 }
const signed = {
  at: startOf('2026-12-30'),
  typedName: 'Marisol Vega',
  codeVersion: '2',
  attestationVersion: '1',
}
const facts: PayingFacts = {
  hold: 'ACTIVE',
  expiresOn: '2026-12-31',
  renewed: false,
  running: 'draft',
  sameTerm: true,
  draft: { informationReviewed: true, codeRead: null, signed, stillTrueOn: null },
  waiver: null,
}
const terms = {
  day: '2026-12-31',
  expiresOn: '2026-12-31',
  certifiedName: 'Marisol Vega',
  codeVersion: '2',
  attestationVersion: '1',
}
const late = { ...terms, day: '2027-01-04' }
const signedLate = { ...facts.draft, signed: { ...signed, at: startOf('2027-01-02') } }

describe('whether a renewal stands at the instant of Pay', () => {
  test('it does, also when it was signed the day before and the pay box stayed open', () => {
    expect(whyNotPay(facts, terms, numbers)).toBeNull()
    expect(whyNotPay({ ...facts, running: 'checking' }, terms, numbers)).toBeNull()
  })

  test('REN-13: a signature from before the expiration does not stand for an instant after it', () => {
    expect(whyNotPay(facts, { ...terms, day: '2027-01-01' }, numbers)).toBe('SIGN_AGAIN')
    expect(whyNotPay({ ...facts, draft: signedLate }, late, numbers)).toBeNull()
  })

  test.each([
    ['renewed in another window', { sameTerm: false }, 'ALREADY_RENEWED'],
    ['completed', { running: 'completed' }, 'ALREADY_RENEWED'],
    ['approved', { running: 'approved' }, 'ALREADY_RENEWED'],
    ['with the staff', { running: 'in-review' }, 'IN_REVIEW'],
    ['refused', { running: 'refused' }, 'IN_REVIEW'],
    ['withdrawn', { running: 'withdrawn' }, 'IN_REVIEW'],
    ['suspended', { hold: 'SUSPENDED' }, 'NOT_IN_GOOD_STANDING'],
    ['not signed', { draft: { ...facts.draft, signed: null } }, 'ETHICS_NOT_SIGNED'],
    [
      'not read',
      { draft: { ...facts.draft, informationReviewed: false } },
      'ATTESTATION_INCOMPLETE',
    ],
  ] as const)('REN-19: %s', (_what, change, reason) => {
    expect(whyNotPay({ ...facts, ...change }, terms, numbers)).toBe(reason)
  })

  test('REN-2: before the window', () => {
    expect(whyNotPay(facts, { ...terms, day: '2026-10-01' }, numbers)).toBe('WINDOW_NOT_OPEN')
  })

  test('REN-24: a waiver counts through its last day, and only for a late fee', () => {
    const waived = { ...facts, draft: signedLate, waiver: { usableThrough: '2027-01-04' } }
    expect(whyNotPay(waived, late, numbers)).toBeNull()
    expect(whyNotPay(waived, { ...late, day: '2027-01-05' }, numbers)).toBe('WAIVER_ENDED')
    expect(
      whyNotPay({ ...facts, waiver: { usableThrough: '2026-12-30' } }, terms, numbers),
    ).toBeNull()
  })
})
