import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { skipReason } from '@peercert/stack/available'
import { describe, expect, test } from 'vitest'
import { needsK6 } from '../src/k6-program.ts'
import { measureRush } from '../src/measure.ts'
import { tableOf } from '../src/report.ts'

const reason = await skipReason(undefined, [needsK6])

describe.skipIf(reason)(`the rush${reason ? ` (${reason})` : ''}`, () => {
  test('nobody gets a 5xx in the last hour of a month, and nothing is five times slower than on the bench', async () => {
    const { result, failed, said } = await measureRush({
      seconds: 10,
      data: join(tmpdir(), 'no-stack-runs-here'),
      signIn: 'keycloak',
      report: () => {},
    })
    const told = [tableOf(result), ...said.slice(0, 20)].join('\n')
    expect(failed, told).toEqual([])
    expect(result, told).toMatchObject({ serverErrors: 0, wrong: 0 })
  }, 1_200_000)
})
