import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldName, nameWords, sameName, tidyName } from './name.ts'

describe('CONV-9: two names are the same', () => {
  test.each([
    ['Marisol Vega', 'marisol vega', 'case'],
    ['José Núñez', 'Jose Nunez', 'accents'],
    ['José', 'Jose\u0301', 'composed against decomposed'],
    ['Ana   María  Ruiz', ' Ana María Ruiz ', 'repeated spaces and spaces around'],
    ['García-López', 'Garcia Lopez', 'hyphen against space'],
    ['García‑López', 'García-López', 'another hyphen'],
    ['García - López', 'García López', 'a hyphen between spaces'],
    ['Ana\tMaría', 'Ana María', 'other blanks'],
    ['Weiß', 'WEISS', 'case of letters that grow'],
    ['WEIẞ', 'Weiß', 'a capital that is mostly written as two'],
    ['ﬁona', 'Fiona', 'ligatures'],
    ['ＭＡＲＩＡ', 'Maria', 'full width'],
    ['Οδυσσεύς', 'ΟΔΥΣΣΕΥΣ', 'a last sigma'],
  ])('%s = %s (%s)', (a, b) => {
    expect(sameName(a, b)).toBe(true)
    expect(sameName(b, a)).toBe(true)
  })

  test.each([
    ['Marisol Vega', 'Marisol Vegas'],
    ['Marisol Vega', 'Vega Marisol'],
    ['Marisol Vega', 'Marisol A Vega'],
    ["O'Brien", 'OBrien'],
    ["O'Brien", 'O’Brien'],
    ['GarciaLopez', 'Garcia Lopez'],
    ['María', 'Mario'],
  ])('anything else is a mismatch for a human: %s, %s', (a, b) => {
    expect(sameName(a, b)).toBe(false)
  })

  test.each([
    ['', ''],
    [' - ', ''],
    ['', 'Ana'],
  ])('no name is the same as no name: %j, %j', (a, b) => {
    expect(sameName(a, b)).toBe(false)
  })

  test('folding again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name))
      }),
    )
  })
})

test('CONV-9: the words of a name are folded, and each comes once', () => {
  expect(nameWords('  María-José  de la María ')).toEqual(['maria', 'jose', 'de', 'la'])
  expect(nameWords(' - ')).toEqual([])
  expect(nameWords("Vega,, ((Ana)) O'Neil Jr. ¿1st? ...")).toEqual([
    'vega',
    'ana',
    "o'neil",
    'jr',
    '1st',
  ])
})

test('a name is kept composed and without doubled spaces, as it was written otherwise', () => {
  expect(tidyName('  Jose\u0301   Núñez-Ruiz\t')).toBe('José Núñez-Ruiz')
})
