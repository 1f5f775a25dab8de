import { describe, expect, test } from 'vitest'
import { exactAccount, foundRow, type Hits, rankHits } from './found-rows.ts'

const person = (accountId: string) => ({
  accountId,
  legalName: `Person ${accountId}`,
  formerNames: ['Before'],
  county: 'Kern',
  language: 'es' as const,
  mailState: 'bounced' as const,
  signedIn: false,
})
const certification = (accountId: string, number: string) => ({
  accountId,
  number,
  certifiedName: `Certified ${accountId}`,
  badge: 'active',
  expiresOn: '2026-12-31',
  county: 'Yolo',
  running: { what: 'draft' },
})
const none: Hits = { number: null, people: [], certifications: [], payments: [], reference: null }

describe('what several services found is one list', () => {
  test('an exact number, then receipts and vouchers, then a reference, then names; each person once', () => {
    const hits: Hits = {
      number: 'CMPSS-000318',
      people: [person('b'), person('a')],
      certifications: [certification('c', 'CMPSS-003180'), certification('d', 'CMPSS-000318')],
      payments: [
        { accountId: 'e', found: 'receipt', label: 'R-1' },
        { accountId: 'b', found: 'card' },
      ],
      reference: { accountId: 'f', operation: 'GET /x' },
    }
    expect(rankHits(hits)).toEqual([
      { accountId: 'd', matched: 'number', label: null },
      { accountId: 'e', matched: 'receipt', label: 'R-1' },
      { accountId: 'b', matched: 'card', label: null },
      { accountId: 'f', matched: 'reference', label: 'GET /x' },
      { accountId: 'a', matched: 'person', label: null },
      { accountId: 'c', matched: 'person', label: null },
    ])
    expect(exactAccount(hits)).toBe('d')
  })

  test('nothing exact, nobody behind a reference', () => {
    const hits = { ...none, certifications: [certification('c', 'CMPSS-000001')] }
    expect(exactAccount(hits)).toBeNull()
    expect(rankHits({ ...none, reference: { accountId: null, operation: 'GET /x' } })).toEqual([])
  })
})

describe('a row says what is known, and null where nobody knows', () => {
  const hit = { accountId: 'a', matched: 'person' as const, label: null }

  test('the legal name and the county on the certificate win', () => {
    expect(foundRow(hit, person('a'), certification('a', 'CMPSS-000318'))).toEqual({
      ...hit,
      name: 'Person a',
      formerNames: ['Before'],
      number: 'CMPSS-000318',
      badge: 'active',
      expiresOn: '2026-12-31',
      county: 'Yolo',
      language: 'es',
      mail: 'bounced',
      running: { what: 'draft' },
      signedIn: false,
    })
  })

  test('without identity the certified name; without applications the own county', () => {
    expect(foundRow(hit, undefined, certification('a', 'CMPSS-000318'))).toMatchObject({
      name: 'Certified a',
      formerNames: [],
      language: null,
      mail: null,
      signedIn: null,
    })
    expect(foundRow(hit, person('a'), undefined)).toMatchObject({
      county: 'Kern',
      number: null,
      badge: null,
      expiresOn: null,
      running: null,
    })
    const { badge: _, ...withoutBadge } = certification('a', 'CMPSS-000318')
    expect(foundRow(hit, undefined, withoutBadge).badge).toBeNull()
    expect(foundRow(hit, undefined, undefined).name).toBe('')
  })
})
