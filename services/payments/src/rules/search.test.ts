import { expect, test } from 'vitest'
import { receiptNumber } from './receipt.ts'
import { readSearch } from './search.ts'

test.each([
  ['R-2026-004417', { kind: 'receipt', number: 'R-2026-004417' }],
  [' r 2026 4417 ', { kind: 'receipt', number: 'R-2026-004417' }],
  ['R2026-4417', { kind: 'receipt', number: 'R-2026-004417' }],
  ['RW-7731', { kind: 'voucher', number: 'RW-7731' }],
  ['rw 31', { kind: 'voucher', number: 'RW-0031' }],
  ['RW12345', { kind: 'voucher', number: 'RW-12345' }],
  ['4242 2026-11-10', { kind: 'card', last4: '4242', on: '2026-11-10' }],
  ['4242   2026-11-10', { kind: 'card', last4: '4242', on: '2026-11-10' }],
  ['4242 11/10/2026', { kind: 'card', last4: '4242', on: '2026-11-10' }],
  ['0002 1/2/2027', { kind: 'card', last4: '0002', on: '2027-01-02' }],
])('%s', (text, expected) => expect(readSearch(text)).toEqual(expected))

test.each([
  'Vega',
  '4242',
  '42422026-11-10',
  'R-26-1',
  'R-2026-1234567',
  'XR-2026-004417',
  'R-2026-004417X',
  'RW-',
  'XRW-7731',
  'RW-7731X',
  '14242 2026-11-10',
  '4242 2026-11-101',
  '4242 11/10/26',
  '4242 111/10/2026',
  'x4242 11/10/2026',
  '4242 11/10/2026x',
  'CMPSS-000318',
])('%s is nothing of ours', (text) => expect(readSearch(text)).toBeUndefined())

test('PAY-9: a receipt number has the year of its payment', () => {
  expect(receiptNumber('2026-12-31', 4417)).toBe('R-2026-004417')
  expect(receiptNumber('2027-01-01', 1)).toBe('R-2027-000001')
})
