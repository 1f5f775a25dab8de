import { expect, test } from 'vitest'
import { goesToAddressOnFile } from './mail.ts'

test('NOT-5: only a mail to the address on file says something about it when it bounces', () => {
  expect(goesToAddressOnFile('M-1')).toBe(true)
  expect(goesToAddressOnFile('M-6')).toBe(true)
  expect(goesToAddressOnFile('M-13')).toBe(false)
  expect(goesToAddressOnFile('M-16')).toBe(false)
})
