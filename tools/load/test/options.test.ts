import { describe, expect, test } from 'vitest'
import { readLoadOptions } from '../src/options.ts'

describe('npm run load', () => {
  test('runs a minute on the stack of this folder unless told otherwise', () => {
    expect(readLoadOptions([])).toMatchObject({ seconds: 60, signIn: 'keycloak', json: false })
    expect(readLoadOptions(['--seconds', '300', '--json'])).toMatchObject({
      seconds: 300,
      json: true,
    })
    expect(readLoadOptions(['--help'])).toBe('help')
  })

  test.each([
    [['--seconds', '9'], '--seconds takes a number from 10 to 900, not "9".'],
    [['--seconds', 'ten'], '--seconds takes a number from 10 to 900, not "ten".'],
    [['--sign-in', 'none'], '--sign-in takes keycloak or embedded, not "none".'],
    [['--rate', '5'], "Unknown option '--rate'"],
    [['now'], "Unexpected argument 'now'"],
  ])('says what is wrong with %j', (args, line) => {
    expect(() => readLoadOptions(args)).toThrow(line)
  })
})
