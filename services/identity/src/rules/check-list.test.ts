import { expect, test } from 'vitest'
import { checkListComplete } from './check-list.ts'

test.each([
  [['photo-id-seen', 'name-compared'], true],
  [['called-back', 'name-compared'], true],
  [['photo-id-seen', 'called-back', 'name-compared', 'number-known'], true],
  [['photo-id-seen', 'called-back'], false],
  [['name-compared'], false],
  [['name-compared', 'number-known', 'history-question'], false],
  [[], false],
])('ACC-11: who was checked by %j is proved: %s', (checked, complete) => {
  expect(checkListComplete(checked)).toBe(complete)
})
