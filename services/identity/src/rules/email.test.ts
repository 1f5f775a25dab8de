import { expect, test } from 'vitest'
import { emailKey, sameEmail } from './email.ts'

test('ACC-8: addresses are compared without case, and without the spaces around them', () => {
  expect(emailKey('  Marisol@Example.ORG ')).toBe('marisol@example.org')
  expect(sameEmail('MARISOL@example.org', 'marisol@EXAMPLE.org')).toBe(true)
  expect(sameEmail('jose\u0301@example.org', 'josé@example.org')).toBe(true)
})

test('ACC-8: an accent or a dot makes another address', () => {
  expect(sameEmail('jose@example.org', 'josé@example.org')).toBe(false)
  expect(sameEmail('m.vega@example.org', 'mvega@example.org')).toBe(false)
})
