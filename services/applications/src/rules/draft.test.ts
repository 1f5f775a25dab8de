import { describe, expect, test } from 'vitest'
import { startOf } from './calendar.ts'
import { decideCheckOut, type Draft, nextPart } from './draft.ts'

const signed = {
  at: startOf('2026-11-06'),
  typedName: 'Marisol Vega',
  codeVersion: '2',
  attestationVersion: '1',
}
const draft: Draft = {
  informationReviewed: true,
  codeRead: { version: '2', at: startOf('2026-11-06') },
  signed: null,
  stillTrueOn: null,
}
const terms = {
  day: '2026-11-06',
  expiresOn: '2026-12-31',
  certifiedName: 'Marisol Vega',
  codeVersion: '2',
  attestationVersion: '1',
}

describe('REN-6: the part that is next', () => {
  test('in the order of the form', () => {
    const empty = { ...draft, informationReviewed: false, codeRead: null }
    expect(nextPart({ ...empty, signed }, terms)).toBe('information')
    expect(nextPart({ ...draft, codeRead: null }, terms)).toBe('ethics')
    expect(nextPart(draft, terms)).toBe('attestation')
    expect(nextPart({ ...draft, signed }, terms)).toBe('pay')
  })

  test('REN-26: a Code read in another version is not read', () => {
    const read = { ...draft, codeRead: { version: '1', at: startOf('2026-11-06') } }
    expect(nextPart(read, terms)).toBe('ethics')
    expect(nextPart({ ...draft, signed }, { ...terms, codeVersion: '3' })).toBe('ethics')
  })

  test('REN-20: after the expiration the Code is read and signed again', () => {
    const late = { ...terms, day: '2027-01-01' }
    expect(nextPart({ ...draft, signed }, late)).toBe('ethics')
    const again = { version: '2', at: startOf('2027-01-01') }
    expect(nextPart({ ...draft, signed, codeRead: again }, late)).toBe('attestation')
    const anew = { ...signed, at: startOf('2027-01-01') }
    expect(nextPart({ ...draft, signed: anew, codeRead: again }, late)).toBe('pay')
  })

  test('a changed name is signed again, the Code need not be read again', () => {
    expect(nextPart({ ...draft, signed }, { ...terms, certifiedName: 'Marisol Vega Luna' })).toBe(
      'attestation',
    )
  })
})

describe('PAY-1, WX-14: nothing is paid for a form that is not whole', () => {
  test('the information was not read', () => {
    expect(decideCheckOut({ ...draft, signed, informationReviewed: false }, terms)).toEqual({
      refused: 'ATTESTATION_INCOMPLETE',
      missing: [{ field: '/informationReviewed', reason: 'required' }],
    })
  })

  test('not signed', () => {
    expect(decideCheckOut(draft, terms)).toEqual({ refused: 'ETHICS_NOT_SIGNED' })
  })

  test('signed in a version that changed', () => {
    expect(decideCheckOut({ ...draft, signed }, { ...terms, codeVersion: '3' })).toEqual({
      refused: 'SIGN_AGAIN',
      why: 'code-changed',
    })
  })

  test('signed on an earlier day and not confirmed', () => {
    const friday = { ...terms, day: '2026-11-10' }
    expect(decideCheckOut({ ...draft, signed }, friday)).toEqual({ refused: 'STILL_TRUE_NEEDED' })
    const confirmed = { ...draft, signed, stillTrueOn: '2026-11-10' }
    expect(decideCheckOut(confirmed, friday)).toEqual({ ready: true })
  })

  test('whole', () => {
    expect(decideCheckOut({ ...draft, signed }, terms)).toEqual({ ready: true })
  })
})
