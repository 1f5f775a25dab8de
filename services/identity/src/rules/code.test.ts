import { expect, test } from 'vitest'
import { codeExpiry, decideCode, readCode } from './code.ts'

const now = new Date('2026-06-15T19:00:00Z')
const code = { expiresAt: codeExpiry(now), tries: 0, spent: false, matches: true }
const later = (ms: number) => new Date(now.getTime() + ms)

test('a code works for ten minutes, to the millisecond', () => {
  expect(codeExpiry(now)).toEqual(new Date('2026-06-15T19:10:00Z'))
  expect(decideCode(code, later(600_000 - 1))).toBe('good')
  expect(decideCode(code, later(600_000))).toBe('refused')
})

test('a code works once', () => {
  expect(decideCode({ ...code, spent: true }, now)).toBe('refused')
})

test('a wrong code is refused', () => {
  expect(decideCode({ ...code, matches: false }, now)).toBe('refused')
})

test('after five wrong answers even the right code does not work', () => {
  expect(decideCode({ ...code, tries: 4 }, now)).toBe('good')
  expect(decideCode({ ...code, tries: 5 }, now)).toBe('too-many')
  expect(decideCode({ ...code, tries: 5, matches: false }, now)).toBe('too-many')
})

test('a code that has run out is refused whatever was tried', () => {
  expect(decideCode({ ...code, tries: 5 }, later(600_000))).toBe('refused')
})

test('spaces and hyphens in a code never matter', () => {
  expect(readCode(' 1234-56 78 ')).toBe('12345678')
})
