import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bugs, patches } from '../src/planted/bugs.ts'
import { applyPatch, root } from '../src/planted/copy.ts'
import { isCaught, selfTest } from '../src/planted/self-test.ts'

test('twelve bugs can be planted, each with a patch and an experiment of its own', () => {
  expect(bugs).toHaveLength(12)
  expect(new Set(bugs.map(({ scenario }) => scenario)).size).toBe(12)
  expect(bugs.map(({ patch }) => patch).toSorted()).toEqual(readdirSync(patches).toSorted())
})

test.each(bugs)('$name: the patch fits the sources as they are', async ({ patch }) => {
  await applyPatch(root, join(patches, patch), ['--check'])
})

// All twelve are `npm run chaos -- --self-test`; here one of each kind.
const some = ['no inbox', 'mail sent inside the transaction']

test.each(bugs.filter(({ name }) => some.includes(name)))(
  '$name: noticed, and nothing is noticed without it',
  async (bug) => {
    const [tested] = await selfTest(() => {}, [bug])
    expect(tested && isCaught(tested), JSON.stringify(tested)).toBe(true)
  },
  300_000,
)
