import { describe, expect, test } from 'vitest'
import { loop } from '../src/background.ts'
import { eventually } from '../src/eventually.ts'
import { signalsConformance } from '../src/signals-conformance.ts'
import { localSignals } from '../src/signals.ts'
import { log } from './kit.ts'

describe('signals inside one process', () => {
  signalsConformance(async () => {
    const signals = localSignals()
    return { here: signals, there: signals, close: async () => {} }
  })
})

test('a nudge makes a sleeping loop run at once, and never two runs overlap', async () => {
  let [runs, inside, most] = [0, 0, 0]
  const work = loop({
    name: 'work',
    everyMs: 60_000,
    async run() {
      runs += 1
      most = Math.max(most, (inside += 1))
      await new Promise((resolve) => setTimeout(resolve, 5))
      inside -= 1
    },
  })
  work.start(log)
  for (let n = 0; n < 5; n += 1) {
    work.nudge()
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  await eventually(async () => (runs >= 2 ? true : undefined), 'more runs')
  await work.stop()
  expect(most).toBe(1)
})

test('a nudge that comes while the loop is at work is not lost', async () => {
  let runs = 0
  const work = loop({
    name: 'work',
    everyMs: 60_000,
    async run() {
      runs += 1
      if (runs === 1) work.nudge()
    },
  })
  work.start(log)
  await eventually(async () => (runs === 2 ? true : undefined), 'the second run')
  await work.stop()
})

test('a loop that fails goes on', async () => {
  let runs = 0
  const work = loop({
    name: 'work',
    everyMs: 1,
    async run() {
      runs += 1
      throw new Error('no database')
    },
  })
  work.start(log)
  await eventually(async () => (runs >= 2 ? true : undefined), 'another try')
  await work.stop()
})
