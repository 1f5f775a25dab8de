import { describe, expect, test } from 'vitest'
import { heldBy, isListed, registryStatusOf, statusOn } from './status.ts'

const numbers = { windowDays: 90, lateMonths: 12, reinstateMonths: 24, termYears: 2 }
const years = { registryExpiredYears: 5, registryRevokedYears: 10 }
const expiresOn = '2026-12-31'

describe('the state of a certification', () => {
  test.each([
    ['CRT-8', '2026-10-01', 'ACTIVE'],
    ['CONV-5', '2026-12-31', 'ACTIVE'],
    ['CRT table', '2027-01-01', 'EXPIRED'],
    ['CRT table', '2028-12-31', 'EXPIRED'],
    ['CRT table, WX-18', '2029-01-01', 'VACATED'],
  ] as const)('%s: on %s it is %s by its date alone', (_id, day, status) => {
    expect(statusOn({ hold: 'ACTIVE', expiresOn }, day, numbers)).toBe(status)
  })

  test.each(['SUSPENDED', 'REVOKED', 'SURRENDERED'] as const)(
    'CRT-8: %s stays so whatever the date',
    (hold) => {
      for (const day of ['2026-10-01', '2027-01-01', '2029-01-01'])
        expect(statusOn({ hold, expiresOn }, day, numbers)).toBe(hold)
    },
  )

  test('REG-3, CRT table: the words of the registry', () => {
    const words = (
      ['ACTIVE', 'EXPIRED', 'VACATED', 'SUSPENDED', 'REVOKED', 'SURRENDERED'] as const
    ).map(registryStatusOf)
    expect(words).toEqual(['Active', 'Expired', 'Expired', 'Suspended', 'Revoked', 'Inactive'])
  })
})

describe('REG-6: how long it is listed', () => {
  const listed = (hold: 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'SURRENDERED', day: string) =>
    isListed({ hold, expiresOn, heldSince: '2026-02-10' }, day, years)

  test('expired and given up for five years', () => {
    expect(listed('ACTIVE', '2026-06-01')).toBe(true)
    expect(listed('ACTIVE', '2031-12-31')).toBe(true)
    expect(listed('ACTIVE', '2032-01-01')).toBe(false)
    expect(listed('SURRENDERED', '2031-12-31')).toBe(true)
    expect(listed('SURRENDERED', '2032-01-01')).toBe(false)
  })

  test('revoked for ten years from the revocation, or from its expiration when nobody knows', () => {
    expect(listed('REVOKED', '2036-02-10')).toBe(true)
    expect(listed('REVOKED', '2036-02-11')).toBe(false)
    const unknown = { hold: 'REVOKED', expiresOn, heldSince: null } as const
    expect(isListed(unknown, '2036-12-31', years)).toBe(true)
    expect(isListed(unknown, '2037-01-01', years)).toBe(false)
  })

  test('suspended as long as it lasts', () => {
    expect(listed('SUSPENDED', '2050-01-01')).toBe(true)
  })
})

describe('what sanctions make of it', () => {
  const from = new Date('2026-10-02T15:00:00Z')
  const to = new Date('2026-11-10T15:00:00Z')
  const before = new Date(from.getTime() - 1)
  const suspension = { kind: 'suspension', effectiveAt: from, liftedAt: to } as const
  const revocation = { kind: 'revocation', effectiveAt: from, liftedAt: null } as const
  const none = { sanctions: [], surrendered: false }

  test('CRT-10: in force from its instant until it is lifted', () => {
    const held = (at: Date) => heldBy({ sanctions: [suspension], surrendered: false }, at)
    expect(held(before)).toBe('ACTIVE')
    expect(held(from)).toBe('SUSPENDED')
    expect(held(new Date(to.getTime() - 1))).toBe('SUSPENDED')
    expect(held(to)).toBe('ACTIVE')
  })

  test('revocation is stronger, and what is left counts when one is lifted', () => {
    const sanctions = [suspension, revocation]
    expect(heldBy({ sanctions, surrendered: false }, from)).toBe('REVOKED')
    expect(heldBy({ sanctions, surrendered: false }, to)).toBe('REVOKED')
    const lifted = [suspension, { ...revocation, liftedAt: to }]
    expect(heldBy({ sanctions: lifted, surrendered: false }, to)).toBe('ACTIVE')
  })

  test('given up stays given up, unless it is revoked', () => {
    expect(heldBy(none, to)).toBe('ACTIVE')
    expect(heldBy({ sanctions: [], surrendered: true }, to)).toBe('SURRENDERED')
    expect(heldBy({ sanctions: [revocation], surrendered: true }, to)).toBe('REVOKED')
    expect(heldBy({ sanctions: [suspension], surrendered: true }, to)).toBe('SURRENDERED')
  })
})
