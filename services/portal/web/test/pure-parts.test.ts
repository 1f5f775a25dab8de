import { expect, test } from 'vitest'
import { calendarFile } from '../src/pieces/calendar-file.ts'
import { wrongFields } from '../src/pay/processor.ts'
import { addressErrors, changeOf, entryOf } from '../src/profile/address-entry.ts'
import { differingFields, without } from '../src/renewal/differing-fields.ts'
import { howToParts } from '../src/screens/how-to-steps.ts'
import { words as en } from '../src/words/en/all.ts'
import { words as es } from '../src/words/es/all.ts'

test('a calendar entry is a whole day, private, in lines that every calendar reads', () => {
  const text = 'Inicie sesión en certification.example.org y seleccione Renovar mi certificación.'
  const file = calendarFile({ day: '2028-10-02', title: 'Se abre la renovación', text })
  expect(file).toContain('DTSTART;VALUE=DATE:20281002\r\nDTEND;VALUE=DATE:20281003\r\n')
  expect(file).toContain('CLASS:PRIVATE')
  expect(file.toLowerCase()).not.toContain('peer')
  for (const line of file.split('\r\n'))
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
})

test('with no fixed address only the county counts', () => {
  const nobody = entryOf({ address: null, county: null })
  expect(addressErrors(nobody)).toEqual(['street', 'city', 'zip', 'county'])
  expect(addressErrors({ ...nobody, noFixedAddress: true })).toEqual(['county'])
  const here = { ...nobody, noFixedAddress: true, county: 'Fresno', mailPlace: ' St. Rest ' }
  expect(changeOf(here)).toEqual({
    address: { noFixedAddress: true, mailPlace: 'St. Rest' },
    county: 'Fresno',
  })
})

test('a ZIP code has five digits', () => {
  const home = {
    ...entryOf({ address: null, county: 'Fresno' }),
    street: 'Alder 2',
    city: 'Fresno',
  }
  expect(addressErrors({ ...home, zip: '9372' })).toEqual(['zip'])
  expect(addressErrors({ ...home, zip: '93721' })).toEqual([])
})

const renewal = {
  renewalId: '',
  late: false,
  state: 'draft' as const,
  version: 1,
  savedAt: '2026-11-06T23:42:00Z',
  nextPart: 'attestation' as const,
  informationReviewed: true,
  signatureName: '',
  boxes: {},
  signed: null,
  ceFrom: '2024-12-31',
  ceTo: '2026-11-06',
  newExpiresOn: '2028-12-31',
}

test('two windows: only what both changed differently is asked about', () => {
  const other = { ...renewal, version: 2, signatureName: 'Mari', boxes: { hours: true } }
  const mine = { signatureName: 'Marisol', boxes: { truth: true, hours: true } }
  const differing = differingFields(mine, renewal, other)
  expect(differing).toEqual([{ field: 'signatureName', mine: 'Marisol', theirs: 'Mari' }])
  expect(without(mine, differing)).toEqual({ boxes: { truth: true, hours: true } })
})

test('the processor names wrong fields by field or by code', () => {
  expect(wrongFields({ error: { code: 'incomplete_cvc' } })).toEqual(['cvc'])
  expect(wrongFields({ errors: [{ field: 'zip' }, { code: 'invalid_number' }] })).toEqual([
    'number',
    'zip',
  ])
  expect(wrongFields({ error: { code: 'invalid_expiry_year_past' } })).toEqual(['expiry'])
  expect(wrongFields({ error: { type: 'api_connection_error' } })).toEqual([])
})

test('S0: the how-to has fifteen steps, made from the labels on the screens', () => {
  for (const words of [en, es]) {
    const steps = howToParts(words, 'certification.example.org').flatMap((part) => part.steps)
    expect(new Set(steps.map(({ n }) => Number.parseInt(n, 10))).size).toBe(15)
    const bold = steps.flatMap(({ pieces }) => pieces.filter(({ label }) => label))
    const shown = new Set(bold.map(({ text }) => text))
    for (const label of ['register', 'renewMyCertification', 'startRenewal', 'pay'] as const)
      expect(shown).toContain(words.labels[label])
    const all = steps.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join(' ')
    expect(all).not.toContain('{{')
  }
})
