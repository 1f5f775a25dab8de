import { describe, expect, test } from 'vitest'
import { boxesAsked, missingFrom, nameMissing } from './attestation.ts'

const boxes = { ethics: true, hours: true, records: true, truth: true }
const onTime = { certifiedName: 'Marisol Vega', late: false }

describe('REN-6, REN-7: what an attestation needs', () => {
  test('whole', () => {
    expect(missingFrom({ signatureName: 'MARISOL VEGA', boxes }, onTime)).toEqual([])
    const late = { ...onTime, late: true }
    expect(
      missingFrom({ signatureName: 'Marisol Vega', boxes: { ...boxes, late: true } }, late),
    ).toEqual([])
  })

  test.each(['ethics', 'hours', 'records', 'truth'] as const)('WX-14: without %s', (box) => {
    const missing = [{ field: `/boxes/${box}`, reason: 'required' }]
    const form = { signatureName: 'Marisol Vega' }
    expect(missingFrom({ ...form, boxes: { ...boxes, [box]: false } }, onTime)).toEqual(missing)
    expect(missingFrom({ ...form, boxes: { ...boxes, [box]: undefined } }, onTime)).toEqual(missing)
  })

  test('REN-20: the last box is asked of a late renewal only', () => {
    expect(boxesAsked(false)).toEqual(['ethics', 'hours', 'records', 'truth'])
    expect(boxesAsked(true)).toEqual(['ethics', 'hours', 'records', 'truth', 'late'])
    expect(
      missingFrom({ signatureName: 'Marisol Vega', boxes }, { ...onTime, late: true }),
    ).toEqual([{ field: '/boxes/late', reason: 'required' }])
  })

  test('everything that is missing is named at once', () => {
    expect(missingFrom({ signatureName: ' ', boxes: {} }, onTime)).toEqual([
      { field: '/signatureName', reason: 'required' },
      { field: '/boxes/ethics', reason: 'required' },
      { field: '/boxes/hours', reason: 'required' },
      { field: '/boxes/records', reason: 'required' },
      { field: '/boxes/truth', reason: 'required' },
    ])
  })

  test('CONV-9: the signature is the legal name', () => {
    expect(nameMissing('Mary Vega', 'Marisol Vega')).toEqual([
      { field: '/signatureName', reason: 'name-mismatch' },
    ])
    expect(nameMissing('marisol  vega', 'Marisol Vega')).toEqual([])
  })
})
