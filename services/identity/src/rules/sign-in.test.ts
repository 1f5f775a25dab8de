import { describe, expect, test } from 'vitest'
import { type AddressHolder, decideSignIn, isEmpty, type OwnAccount } from './sign-in.ts'

const token = { name: 'Marisol Vega', emailVerified: true }
const unproved = { ...token, emailVerified: false }
const holder: AddressHolder = {
  id: 'holder',
  legalName: 'MARISOL  VEGA',
  imported: true,
  joined: false,
}
const own: OwnAccount = { id: 'own', empty: true, holdsEmail: true, sameEmail: true }

describe('a sign-in that was never seen', () => {
  test('ACC-4 CONV-9: verified address and same name of an imported holder: joined at once', () => {
    expect(decideSignIn(token, undefined, holder)).toEqual({
      place: 'join',
      holdsEmail: false,
      mismatch: false,
    })
  })

  test.each([
    ['another name', { ...holder, legalName: 'Marisol Vegas' }],
    ['a certification with a log-in', { ...holder, joined: true }],
    ['somebody who was not imported', { ...holder, imported: false }],
  ])('ACC-11: the address of %s: an own account, and a human looks', (_case, other) => {
    expect(decideSignIn(token, undefined, other)).toEqual({
      place: 'open',
      holdsEmail: false,
      mismatch: true,
    })
  })

  test('ACC-4: an unverified address joins nothing, holds nothing and accuses nobody', () => {
    const decision = { place: 'open', holdsEmail: false, mismatch: false }
    expect(decideSignIn(unproved, undefined, holder)).toEqual(decision)
    expect(decideSignIn(unproved, undefined, undefined)).toEqual(decision)
  })

  test('ACC-8: a verified address that nobody holds is held by the new account', () => {
    expect(decideSignIn(token, undefined, undefined)).toEqual({
      place: 'open',
      holdsEmail: true,
      mismatch: false,
    })
  })
})

describe('a sign-in whose token says something new', () => {
  test('ACC-4: an empty account gives way to the imported one', () => {
    expect(decideSignIn(token, own, holder).place).toBe('join')
  })

  test('ACC-11: a person with a certification never gets a second one', () => {
    expect(decideSignIn(token, { ...own, empty: false }, holder)).toEqual({
      place: 'stay',
      holdsEmail: false,
      mismatch: true,
    })
  })

  test('ACC-4: it stays where it is while the address is not verified', () => {
    expect(decideSignIn(unproved, own, holder)).toEqual({
      place: 'stay',
      holdsEmail: false,
      mismatch: false,
    })
  })

  test('the own address is no mismatch', () => {
    expect(decideSignIn(token, own, { ...holder, id: 'own', joined: true })).toEqual({
      place: 'stay',
      holdsEmail: false,
      mismatch: false,
    })
  })

  test.each([
    [false, true, true],
    [false, false, false],
    [true, false, false],
    [true, true, false],
  ])(
    'ACC-7 ACC-8: holds an address: %s, the same one: %s → holds the proved one: %s',
    (holdsEmail, sameEmail, expected) => {
      const decision = decideSignIn(token, { ...own, holdsEmail, sameEmail }, undefined)
      expect(decision).toEqual({ place: 'stay', holdsEmail: expected, mismatch: false })
    },
  )
})

test('ACC-11: an account is empty when it was neither imported nor certified', () => {
  expect(isEmpty({ imported: false, certifications: [] })).toBe(true)
  expect(isEmpty({ imported: true, certifications: [] })).toBe(false)
  expect(isEmpty({ imported: false, certifications: ['CMPSS-000318'] })).toBe(false)
})
