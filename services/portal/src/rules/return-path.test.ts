import { describe, expect, test } from 'vitest'
import { landing, ownPath, withQuery } from './return-path.ts'

const origin = 'https://renew.example'

describe('a log-in leads only to a page of our own', () => {
  test.each([
    ['/dashboard', '/dashboard'],
    ['/renewal/ethics?part=2', '/renewal/ethics?part=2'],
    ['/receipts#last', '/receipts'],
    ['/a/../b', '/b'],
    ['/apis', '/apis'],
    [`/${'x'.repeat(499)}`, `/${'x'.repeat(499)}`],
  ])('%s', (text, path) => expect(ownPath(text, origin)).toBe(path))

  test.each([
    [undefined],
    [''],
    ['dashboard'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['/x\\y'],
    ['/x\ty'],
    ['/x\u007fy'],
    ['/\n/evil.example'],
    ['https://evil.example/x'],
    ['https://renew.example/x'],
    ['/x/..//evil.example'],
    ['/api'],
    ['/api/session'],
    ['/auth/log-out'],
    ['/u/token'],
    [`/${'x'.repeat(500)}`],
  ])('%s leads nowhere', (text) => expect(ownPath(text, origin)).toBeNull())
})

test('another person goes to their own start, never to the page before', () => {
  expect(landing('/renewal', true, '/dashboard')).toBe('/renewal')
  expect(landing('/renewal', false, '/dashboard')).toBe('/dashboard')
  expect(landing(null, true, '/dashboard')).toBe('/dashboard')
})

test('an outcome is added to whatever the address asks already', () => {
  expect(withQuery('/x', 'email', 'in use')).toBe('/x?email=in%20use')
  expect(withQuery('/x?a=1', 'email', 'changed')).toBe('/x?a=1&email=changed')
})
