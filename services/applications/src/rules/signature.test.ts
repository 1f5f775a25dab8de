import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import { needsStillTrue, whySignAgain } from './signature.ts'

const signed = {
  at: startOf('2026-12-31'),
  typedName: 'marisol vega',
  codeVersion: '2',
  attestationVersion: '1',
}
const terms = {
  day: '2026-12-31',
  expiresOn: '2026-12-31',
  certifiedName: 'Marisol Vega',
  codeVersion: '2',
  attestationVersion: '1',
}

describe('whether a signature still stands', () => {
  test('section 6: signed on Monday, paid on Friday', () => {
    expect(whySignAgain({ ...signed, at: startOf('2026-11-02') }, terms)).toBeNull()
  })

  test('REN-20: one from before the expiration does not stand after it', () => {
    const late = { ...terms, day: '2027-01-01' }
    expect(whySignAgain(signed, late)).toBe('expired-since')
    expect(
      whySignAgain({ ...signed, at: new Date(startOf('2027-01-01').getTime() - 1) }, late),
    ).toBe('expired-since')
    expect(whySignAgain({ ...signed, at: startOf('2027-01-01') }, late)).toBeNull()
    expect(whySignAgain({ ...signed, at: startOf('2027-01-01') }, terms)).toBeNull()
  })

  test('REN-26: a text that changed since must be signed again', () => {
    expect(whySignAgain(signed, { ...terms, codeVersion: '3' })).toBe('code-changed')
    expect(whySignAgain(signed, { ...terms, attestationVersion: '2' })).toBe('code-changed')
    expect(whySignAgain({ ...signed, attestationVersion: null }, terms)).toBe('code-changed')
  })

  test('CONV-9: a name that changed since must be signed again; accents are no change', () => {
    expect(whySignAgain(signed, { ...terms, certifiedName: 'Marisol Vega Luna' })).toBe(
      'name-changed',
    )
    expect(whySignAgain(signed, { ...terms, certifiedName: 'Marisól  VEGA' })).toBeNull()
  })
})

describe('S8: signed on an earlier day, one box asks', () => {
  const monday = { ...signed, at: startOf('2026-11-02') }

  test('on the day itself it does not', () => {
    expect(needsStillTrue(monday, null, '2026-11-02')).toBe(false)
  })

  test('later it does, once a day', () => {
    expect(needsStillTrue(monday, null, '2026-11-03')).toBe(true)
    expect(needsStillTrue(monday, '2026-11-03', '2026-11-03')).toBe(false)
    expect(needsStillTrue(monday, '2026-11-03', '2026-11-04')).toBe(true)
  })
})
