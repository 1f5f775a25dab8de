import { expect, test } from 'vitest'
import { shortName } from './person-name.ts'

test.each([
  ['Marisol Vega', 'Marisol V.'],
  ['Marisol Vega Luna', 'Marisol V.'],
  ['  Álvaro   núñez-Peña ', 'Álvaro N.'],
  ['Ximena ñandú', 'Ximena Ñ.'],
  ['Cher', 'Cher'],
  ['', ''],
])('%s is %s to whoever looks over a shoulder', (name, short) =>
  expect(shortName(name)).toBe(short),
)
