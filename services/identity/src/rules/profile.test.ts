import { describe, expect, test } from 'vitest'
import { decideProfileChange, type ProfileState } from './profile.ts'

const counties = ['Sacramento', 'Yolo']
const now: ProfileState = {
  phone: '916 555 0100',
  address: { noFixedAddress: false, street: '1 J St', city: 'Sacramento', zip: '95814' },
  county: 'Sacramento',
  language: 'en',
}
const empty: ProfileState = { phone: null, address: null, county: null, language: 'en' }
const home = { noFixedAddress: false, street: '2 K St', zip: '95814' }
const decide = (change: Parameters<typeof decideProfileChange>[1], from = now) =>
  decideProfileChange(from, change, counties)

const street = {
  field: '/body/address/street',
  reason: "Enter your street and number, or check 'I have no fixed address'.",
}
const zip = { field: '/body/address/zip', reason: 'Enter a ZIP code with 5 digits, like 95814.' }
const county = { field: '/body/county', reason: 'Choose your county.' }

describe('CHG-6: an address', () => {
  test('counts at once, without review', () => {
    expect(decide({ address: home, county: 'Yolo' })).toEqual({
      next: { ...now, address: home, county: 'Yolo' },
      fields: ['address', 'county'],
    })
  })

  test('needs a street unless there is no fixed address', () => {
    expect(decide({ address: { ...home, street: '  ' } })).toEqual({ refused: [street] })
    expect(decide({ address: { noFixedAddress: true } })).toMatchObject({ fields: ['address'] })
  })

  test.each(['9581', '958140', '95814-1234', 'x5814', '95814x', ''])(
    'needs a ZIP code of five digits: %j is refused',
    (text) => {
      expect(decide({ address: { ...home, zip: text } })).toEqual({ refused: [zip] })
    },
  )

  test('says everything that is wrong at once', () => {
    expect(decide({ address: { noFixedAddress: false }, county: 'Nowhere' })).toEqual({
      refused: [street, zip, county],
    })
  })

  test('needs a county, with and without a fixed address', () => {
    expect(decide({ address: home }, empty)).toEqual({ refused: [county] })
    expect(decide({ address: { noFixedAddress: true } }, empty)).toEqual({ refused: [county] })
    expect(decide({ address: home })).toMatchObject({ fields: ['address'] })
  })

  test('without a fixed address keeps only the place where mail arrives', () => {
    const change = { noFixedAddress: true, street: '2 K St', zip: '95814', mailPlace: ' Shelter ' }
    expect(decide({ address: change })).toMatchObject({
      next: { address: { noFixedAddress: true, mailPlace: 'Shelter' } },
    })
    expect(decide({ address: { noFixedAddress: true, mailPlace: ' ' } })).toMatchObject({
      next: { address: { noFixedAddress: true } },
    })
  })

  test('keeps its parts tidy, and no place for mail beside a street', () => {
    const change = { ...home, street: ' 2  K St ', unit: '', city: 'Davis ', mailPlace: 'x' }
    const decision = decide({ address: change })
    expect(decision).toMatchObject({ fields: ['address'] })
    expect('next' in decision && decision.next.address).toEqual({
      noFixedAddress: false,
      street: '2 K St',
      city: 'Davis',
      zip: '95814',
    })
  })
})

describe('CHG-6: a county', () => {
  test('is one of the list', () => {
    expect(decide({ county: 'Nowhere' })).toEqual({ refused: [county] })
    expect(decide({ county: '' })).toEqual({ refused: [county] })
    expect(decide({ county: ' Yolo ' })).toMatchObject({ fields: ['county'] })
  })

  test('is not asked for when only the phone changes', () => {
    expect(decide({ phone: '1' }, empty)).toMatchObject({ fields: ['phone'] })
  })
})

describe('CHG-7: a phone', () => {
  test('is kept tidy, and taken away by nothing', () => {
    expect(decide({ phone: ' 916  555 0199 ' })).toEqual({
      next: { ...now, phone: '916 555 0199' },
      fields: ['phone'],
    })
    expect(decide({ phone: null })).toEqual({ next: { ...now, phone: null }, fields: ['phone'] })
    expect(decide({ phone: ' ' })).toMatchObject({ next: { phone: null } })
  })
})

test('a language changes alone', () => {
  expect(decide({ language: 'es' })).toEqual({
    next: { ...now, language: 'es' },
    fields: ['language'],
  })
})

test('what was there already is no change', () => {
  const { address, phone, county: same, language } = now
  expect(decide({ address: { ...address!, unit: '' }, phone, county: same!, language })).toEqual({
    next: now,
    fields: [],
  })
})

test.each([{ unit: '4' }, { city: 'Davis' }, { zip: '95816' }, { street: '3 L St' }])(
  'CHG-6: %j alone changes the address',
  (part) => {
    expect(decide({ address: { ...now.address!, ...part } })).toMatchObject({ fields: ['address'] })
  },
)

test('CHG-6: another place for mail changes an address without a fixed place', () => {
  const from = { ...now, address: { noFixedAddress: true, mailPlace: 'Shelter' } }
  expect(decide({ address: { noFixedAddress: true, mailPlace: 'Library' } }, from)).toMatchObject({
    fields: ['address'],
  })
  expect(decide({ address: { noFixedAddress: true, mailPlace: 'Shelter' } }, from)).toMatchObject({
    fields: [],
  })
})
