import { expect, test } from 'vitest'
import { readNumber } from './certification-number.ts'

test.each([
  'CMPSS-000318',
  'cmpss-000318',
  'CMPSS 318',
  ' 318 ',
  '000318',
  'cmpss318',
  '0000000318',
])('CRT-5: %j is read as CMPSS-000318', (text) => {
  expect(readNumber(text)).toBe('CMPSS-000318')
})

test('CRT-5: six digits are kept whole', () => {
  expect(readNumber('123456')).toBe('CMPSS-123456')
})

test.each(['', 'CMPSS-', 'CMPS-000318', '1234567', '318x', 'x318', 'CMPSS-31.8'])(
  'CRT-5: %j is no number',
  (text) => {
    expect(readNumber(text)).toBeUndefined()
  },
)
