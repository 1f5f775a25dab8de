import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import { isUsable, usableThrough, type WaiverFacts, whyNoWaiver } from './waiver.ts'

const numbers = { windowDays: 90, lateMonths: 12, reinstateMonths: 24, termYears: 2 }
const day = '2027-02-01'
const facts: WaiverFacts = {
  hold: 'ACTIVE',
  expiresOn: '2026-12-31',
  paid: false,
  sanctions: [],
  draftedOn: null,
  seenOnLastDay: false,
}
const suspension = {
  kind: 'suspension',
  effectiveAt: startOf('2026-10-02'),
  liftedAt: startOf('2027-01-15'),
} as const
const suspended = { ...facts, sanctions: [suspension] }
const ended = {
  ground: 'suspension-ended-after-expiration',
  outageFrom: null,
  outageTo: null,
} as const

describe('REN-24: a suspension that ended after the expiration', () => {
  test('is a ground', () => {
    expect(whyNoWaiver(suspended, ended, day, numbers)).toBeNull()
  })

  test.each([
    ['none at all', {}, false],
    ['lifted on the last day', { liftedAt: startOf('2026-12-31') }, false],
    ['lifted the day after', { liftedAt: startOf('2027-01-01') }, true],
    ['not lifted', { liftedAt: null }, false],
    ['begun on the last day', { effectiveAt: startOf('2026-12-31') }, true],
    ['begun after it', { effectiveAt: startOf('2027-01-01') }, false],
    ['a revocation', { kind: 'revocation' }, false],
  ] as const)('%s', (what, change, possible) => {
    const sanctions = what === 'none at all' ? [] : [{ ...suspension, ...change }]
    const because = possible ? null : 'no-suspension-over-expiration'
    expect(whyNoWaiver({ ...facts, sanctions }, ended, day, numbers)).toBe(because)
  })

  test('WVR-12: before payment only; in good standing; in the late months', () => {
    expect(whyNoWaiver({ ...suspended, paid: true }, ended, day, numbers)).toBe('paid')
    expect(whyNoWaiver({ ...suspended, hold: 'SUSPENDED' }, ended, day, numbers)).toBe(
      'not-in-good-standing',
    )
    expect(whyNoWaiver(suspended, ended, '2026-12-31', numbers)).toBe('not-late')
    expect(whyNoWaiver(suspended, ended, '2028-01-01', numbers)).toBe('not-late')
  })
})

describe('section 6: our payments failed on the last day', () => {
  const outage = {
    ground: 'our-outage',
    outageFrom: new Date('2026-12-31T20:00:00Z'),
    outageTo: new Date('2026-12-31T22:00:00Z'),
  } as const
  const here = { ...facts, seenOnLastDay: true }

  test('somebody who was here, or had a form', () => {
    expect(whyNoWaiver(here, outage, day, numbers)).toBeNull()
    expect(whyNoWaiver({ ...facts, draftedOn: '2026-12-31' }, outage, day, numbers)).toBeNull()
    expect(whyNoWaiver({ ...facts, draftedOn: '2027-01-01' }, outage, day, numbers)).toBe(
      'not-here-on-last-day',
    )
    expect(whyNoWaiver(facts, outage, day, numbers)).toBe('not-here-on-last-day')
  })

  test.each([
    ['before it', '2026-12-30T20:00:00Z', '2026-12-31T07:59:59Z', 'outage-not-on-last-day'],
    ['into it', '2026-12-30T20:00:00Z', '2026-12-31T08:00:00Z', null],
    ['out of it', '2027-01-01T07:59:59Z', '2027-01-01T20:00:00Z', null],
    ['after it', '2027-01-01T08:00:00Z', '2027-01-01T20:00:00Z', 'outage-not-on-last-day'],
    ['backwards', '2026-12-31T22:00:00Z', '2026-12-31T20:00:00Z', 'outage-times'],
    ['for no time', '2026-12-31T20:00:00Z', '2026-12-31T20:00:00Z', 'outage-times'],
  ])('an outage %s', (_what, from, to, because) => {
    const request = { ...outage, outageFrom: new Date(from), outageTo: new Date(to) }
    expect(whyNoWaiver(here, request, day, numbers)).toBe(because)
  })

  test('both times are typed', () => {
    expect(whyNoWaiver(here, { ...outage, outageFrom: null }, day, numbers)).toBe('outage-times')
    expect(whyNoWaiver(here, { ...outage, outageTo: null }, day, numbers)).toBe('outage-times')
  })
})

test('section 6: usable for three days, the third included', () => {
  const through = usableThrough('2027-02-01', 3)
  expect(through).toBe('2027-02-04')
  expect(isUsable({ usableThrough: through }, '2027-02-04')).toBe(true)
  expect(isUsable({ usableThrough: through }, '2027-02-05')).toBe(false)
  expect(isUsable({ usableThrough: null }, '2027-02-01')).toBe(false)
})
