import { expect, test } from 'vitest'
import { countRefusals } from './voucher-task.ts'

test('WVR-15: refusals are counted by their code, in the order in which they first came', () => {
  expect(countRefusals([])).toEqual([])
  expect(countRefusals(['voucher-unknown', 'voucher-not-yours', 'voucher-unknown'])).toEqual([
    { code: 'voucher-unknown', count: 2 },
    { code: 'voucher-not-yours', count: 1 },
  ])
})
