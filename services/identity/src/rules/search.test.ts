import { expect, test } from 'vitest'
import { searchTerms, searchWords } from './search.ts'

test('CONV-9: a search for a name is its folded words', () => {
  expect(searchTerms('VEGA, Márisol')).toEqual({ words: ['vega', 'marisol'], number: undefined })
})

test('ACC-8: an address is searched whole, with its hyphens', () => {
  expect(searchTerms(' Ana-Maria@Example.org ').words).toEqual(['ana-maria@example.org'])
})

test('CRT-5: a number is searched as one', () => {
  expect(searchTerms('318')).toEqual({ words: ['318'], number: 'CMPSS-000318' })
})

test('eight words are enough', () => {
  expect(searchTerms('a b c d e f g h i').words).toHaveLength(8)
})

test('people are found under present and former names and addresses, each word once', () => {
  const person = {
    legalName: 'Ana Vega',
    formerNames: ['Ana Ruiz', 'Ana Soto'],
    email: 'Ana@example.org',
    formerEmails: ['old@example.org', 'OLD@example.org'],
  }
  expect(searchWords(person)).toEqual([
    { word: 'ana', source: 'name' },
    { word: 'vega', source: 'name' },
    { word: 'ana', source: 'former-name' },
    { word: 'ruiz', source: 'former-name' },
    { word: 'soto', source: 'former-name' },
    { word: 'ana@example.org', source: 'email' },
    { word: 'old@example.org', source: 'former-email' },
  ])
})
