import { describe, expect, test } from 'vitest'
import { judgeRow } from './import-row.ts'

const row = {
  number: 'CMPSS-000318',
  accountId: 'a',
  legalName: 'Marisol Vega',
  issuedOn: '2024-12-31',
  expiresOn: '2026-12-31',
  status: 'ACTIVE',
  county: 'Yolo',
}
const unknown = { before: null, accountOfNumber: null, numberOfAccount: null }
const known = { before: row, accountOfNumber: 'a', numberOfAccount: 'CMPSS-000318' }
const today = '2026-06-15'
const rejected = (field: string, reason: string) => ({ outcome: 'rejected', field, reason })

describe('what becomes of an imported row', () => {
  test('new, and the same again', () => {
    expect(judgeRow(row, unknown, today)).toEqual({ outcome: 'loaded' })
    expect(judgeRow({ ...row }, known, today)).toEqual({ outcome: 'unchanged' })
  })

  test.each([
    ['legalName', 'Marisol Luna'],
    ['issuedOn', '2024-12-30'],
    ['expiresOn', '2026-12-30'],
    ['status', 'SUSPENDED'],
    ['county', 'Napa'],
  ])('another %s than before', (field, value) => {
    expect(judgeRow({ ...row, [field]: value }, known, today)).toEqual(
      rejected(field, 'different-data'),
    )
  })

  test('a number and an account belong together', () => {
    expect(judgeRow(row, { ...unknown, accountOfNumber: 'b' }, today)).toEqual(
      rejected('accountId', 'number-of-another-account'),
    )
    expect(judgeRow(row, { ...unknown, numberOfAccount: 'CMPSS-000001' }, today)).toEqual(
      rejected('number', 'account-of-another-number'),
    )
  })

  test('dates that cannot be', () => {
    expect(judgeRow({ ...row, issuedOn: today }, unknown, today)).toEqual({ outcome: 'loaded' })
    expect(judgeRow({ ...row, issuedOn: '2026-06-16' }, unknown, today)).toEqual(
      rejected('issuedOn', 'issued-in-future'),
    )
    expect(judgeRow({ ...row, expiresOn: '2024-12-31' }, unknown, today)).toEqual(
      rejected('expiresOn', 'expires-before-issue'),
    )
    expect(judgeRow({ ...row, expiresOn: '2025-01-01' }, unknown, today)).toEqual({
      outcome: 'loaded',
    })
  })
})
