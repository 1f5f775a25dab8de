import { describe, expect, test } from 'vitest'
import { beginningsOf, fold, sameName } from './name.ts'

describe('CONV-9: how names are compared', () => {
  test.each([
    ['María López', 'MARIA LOPEZ'],
    ['Maria  Lopez ', ' maria lopez'],
    ['Ana-María Núñez', 'Ana Maria Nunez'],
    ['Vega\u2013Luna', 'Vega Luna'],
    ['Núñez', 'Nu\u0301n\u0303ez'],
    ["O'Brien", 'O\u2019Brien'],
    ["O'Brien", 'O`Brien'],
    ['Marisol\u00a0Vega', 'Marisol Vega'],
    ['Marisol\u200bVega', 'MarisolVega'],
    ['\uFF2Darisol', 'Marisol'],
    ['Marisol\n\tVega', 'Marisol - Vega'],
    ['WEIẞ', 'Weiss'],
    ['Weiß', 'WEISS'],
  ])('%s is %s', (a, b) => {
    expect(sameName(a, b)).toBe(true)
  })

  test.each([
    ['WX-42', 'Maria Helena Lopez', 'Maria Elena Lopez'],
    ['WX-42', 'Mary Lopez', 'María López'],
    ['', 'Vega Marisol', 'Marisol Vega'],
    ['', 'Ana Maria', 'Anamaria'],
    ['', 'OBrien', "O'Brien"],
    ['', 'Marisol Vega', ''],
  ])('%s: %s is not %s', (_id, a, b) => {
    expect(sameName(a, b)).toBe(false)
  })

  test('what is left of a name', () => {
    expect(fold('  María   de-los Ángeles ')).toBe('maria de los angeles')
  })

  test('REG-2: each word is a beginning to search by', () => {
    expect(beginningsOf('Marisol Vega-Luna')).toEqual(['marisol vega luna', 'vega luna', 'luna'])
    expect(beginningsOf('Cher')).toEqual(['cher'])
  })
})
