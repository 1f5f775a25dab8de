import { describe, expect, test } from 'vitest'
import { numberIn, referenceIn } from './search-text.ts'

describe('CRT-5: a number, however it is typed', () => {
  test.each([
    ['CMPSS-000318', 'CMPSS-000318'],
    ['cmpss 318', 'CMPSS-000318'],
    ['cmpss318', 'CMPSS-000318'],
    [' 318 ', 'CMPSS-000318'],
    ['000318', 'CMPSS-000318'],
    ['123456', 'CMPSS-123456'],
    ['0', 'CMPSS-000000'],
  ])('%s', (text, number) => expect(numberIn(text)).toBe(number))

  test.each([['318x'], ['vega'], ['1234567'], ['R-2026-004417'], ['4242 2026-11-10'], ['']])(
    '%s is none',
    (text) => expect(numberIn(text)).toBeNull(),
  )
})

describe('the reference of an error page, as somebody reads it aloud', () => {
  test.each([
    ['7QK2-M4', '7QK2-M4'],
    ['7qk2m4', '7QK2-M4'],
    [' 7 Q K 2 - M 4 ', '7QK2-M4'],
  ])('%s', (text, reference) => expect(referenceIn(text)).toBe(reference))

  test.each([['7QK2-M'], ['7QK2-M44'], ['7QK1-M4'], ['7QK2_M4'], ['7QK0-M4']])(
    '%s is none',
    (text) => expect(referenceIn(text)).toBeNull(),
  )
})
