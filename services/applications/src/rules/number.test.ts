import { expect, test } from 'vitest'
import { numberIn } from './number.ts'

test.each([
  ['CMPSS-000318', 'CMPSS-000318'],
  [' cmpss-318 ', 'CMPSS-000318'],
  ['CMPSS 318', 'CMPSS-000318'],
  ['CMPSS318', 'CMPSS-000318'],
  ['318', 'CMPSS-000318'],
  ['000318', 'CMPSS-000318'],
  ['123456', 'CMPSS-123456'],
  ['1234567', null],
  ['318x', null],
  ['x318', null],
  ['CMPSS-', null],
  ['', null],
])('CRT-5: "%s" is %s', (text, number) => {
  expect(numberIn(text)).toBe(number)
})
