import { skipReason } from '@peercert/stack/available'
import { describe, expect, test } from 'vitest'
import { drill } from '../src/drill.ts'
import { handedOverAgain, summaryOf, tableOf, wrongs } from '../src/summary.ts'

const reason = await skipReason(['kafka', 'nats'])

describe.skipIf(reason)(`chaos${reason ? ` (${reason})` : ''}`, () => {
  test('sixty kills, cuts and moved leaders later nothing is lost and nothing doubled', async () => {
    const drilled = await drill({
      kills: 60,
      seed: 60,
      brokers: 3,
      signIn: 'embedded',
      people: 30,
      keep: false,
      report: () => {},
    })
    expect(summaryOf(drilled), tableOf(drilled)).toMatchObject({ kills: 60, lost: 0, doubled: 0 })
    expect(wrongs(drilled), tableOf(drilled)).toBe(0)
    expect(drilled.renewed).toBeGreaterThan(0)
    expect(handedOverAgain(drilled)).toBeLessThan(30)
  }, 1_500_000)
})
