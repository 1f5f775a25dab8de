import { describe, expect, test } from 'vitest'
import { decideImport, type ImportedBefore, type ImportRow } from './import.ts'

const vega: ImportRow = {
  number: 'CMPSS-000318',
  legalName: 'Marisol Vega',
  email: 'marisol@example.org',
  language: 'es',
  county: 'Yolo',
}
const ruiz = { ...vega, number: 'CMPSS-000319', legalName: 'Ana Ruiz', email: 'ana@example.org' }
const before: ImportedBefore = { ...vega, accountId: 'a1' }
const counties = new Set(['Yolo', 'Sacramento'])

const decide = (
  rows: readonly ImportRow[],
  known: { records?: ImportedBefore[]; addresses?: string[] } = {},
) =>
  decideImport(rows, {
    records: new Map((known.records ?? []).map((record) => [record.number, record])),
    addresses: new Set(known.addresses ?? []),
    counties,
  })
const rejected = (field: string, reason: string) => ({ outcome: 'rejected', field, reason })

describe('an import', () => {
  test('loads what is new', () => {
    expect(decide([vega, ruiz])).toEqual([{ outcome: 'load' }, { outcome: 'load' }])
  })

  test('leaves unchanged what came before with the same data, however it is spaced', () => {
    const again = { ...vega, legalName: ' Marisol  Vega', email: 'MARISOL@example.org' }
    const known = { records: [before], addresses: ['marisol@example.org'] }
    expect(decide([again], known)).toEqual([{ outcome: 'unchanged', accountId: 'a1' }])
  })

  test.each([
    [{ legalName: 'Marisol Vegas' }, 'legalName', 'different-data'],
    [{ legalName: 'marisol vega' }, 'legalName', 'different-data'],
    [{ language: 'en' }, 'language', 'different-data'],
    [{ county: 'Sacramento' }, 'county', 'different-data'],
    [{ email: 'other@example.org' }, 'email', 'number-of-another-email'],
    [{ email: 'other@example.org', county: 'x' }, 'email', 'number-of-another-email'],
  ])('rejects other data for a number that came before: %j', (change, field, reason) => {
    expect(decide([{ ...vega, ...change }], { records: [before] })).toEqual([
      rejected(field, reason),
    ])
  })

  test('ACC-8: rejects an address that another account has', () => {
    const known = { addresses: ['ana@example.org'] }
    expect(decide([vega, ruiz], known)).toEqual([
      { outcome: 'load' },
      rejected('email', 'email-used-twice'),
    ])
  })

  test('ACC-8: of two numbers with one address in the file, the first counts', () => {
    const twice = { ...ruiz, email: 'Marisol@Example.org' }
    expect(decide([vega, twice])).toEqual([
      { outcome: 'load' },
      rejected('email', 'email-used-twice'),
    ])
  })

  test('rejects a county that does not exist', () => {
    expect(decide([{ ...vega, county: 'Jefferson' }])).toEqual([
      rejected('county', 'county-unknown'),
    ])
  })

  test('a rejected row takes no address', () => {
    expect(
      decide([
        { ...vega, county: 'Jefferson' },
        { ...ruiz, email: vega.email },
      ]),
    ).toEqual([rejected('county', 'county-unknown'), { outcome: 'load' }])
  })

  test('the same line twice is one holder; with other data the second is rejected', () => {
    expect(decide([ruiz, vega, { ...vega }, { ...vega, language: 'en' }])).toEqual([
      { outcome: 'load' },
      { outcome: 'load' },
      { outcome: 'repeated', row: 1 },
      rejected('language', 'different-data'),
    ])
  })
})
