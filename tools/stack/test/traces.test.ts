import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '@peercert/chassis/eventually'
import {
  type TraceCollector,
  traceCollector,
  wayTo,
  wholeTrace,
} from '@peercert/chassis/trace-collector'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import type { StackReady } from '../src/system.ts'

const reason = await skipReason(['kafka', 'nats'])
const run = promisify(execFile)
const data = mkdtempSync(join(tmpdir(), 'peercert-traces-'))
const main = join(import.meta.dirname, '../src/main.ts')
let collector: TraceCollector
let ready: StackReady

/** Of a demo person: the only trace that ends in this mail. */
const renewal = () => wholeTrace(collector.spans, 'hand over M-6')

describe.skipIf(reason)(`traces${reason ? ` (${reason})` : ''}`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    collector = await traceCollector()
    const args = ['up', '--json', '--port', '0', '--sign-in', 'embedded', '--data', data]
    const env = { ...process.env, OTLP_URL: collector.url }
    const { stdout } = await run(process.execPath, [main, ...args], { env })
    ready = JSON.parse(stdout) as StackReady
  }, 900_000)
  afterAll(async () => {
    await run(process.execPath, [main, 'down', '--data', data])
    await collector?.close()
    rmSync(data, { recursive: true, force: true })
  }, 120_000)

  test('a renewal is one trace over processes, databases, Kafka and the mail server', async () => {
    const spans = await eventually(async () => renewal(), 'the trace of a renewal', 60_000)
    expect(wayTo(spans, 'hand over M-6').map(({ service, name }) => `${service}: ${name}`)).toEqual(
      [
        'payments: POST /fee-requests/:feeRequestId/payments',
        'payments: publish payment.completed',
        'applications: consume payment.completed',
        'applications: publish renewal.completed',
        'notifications: consume renewal.completed',
        'notifications: hand over M-6',
      ],
    )
    for (const service of ['payments', 'applications', 'notifications'])
      expect(spans.some((span) => span.service === service && span.name === 'COMMIT')).toBe(true)
  })

  test('no span of any process holds a name, an address, a number or an id of a person', () => {
    const everything = collector.raw.join('\n')
    expect(new Set(collector.spans.map(({ service }) => service)).size).toBeGreaterThanOrEqual(4)
    const words = ready.people.flatMap(({ name, email, certificate }) => [
      ...name.split(' '),
      ...email.split('@').slice(0, 1),
      ...(certificate ? [certificate] : []),
    ])
    expect(words.length).toBeGreaterThan(10)
    for (const word of words)
      expect(everything).not.toMatch(new RegExp(`\\b${word.replaceAll('.', '\\.')}\\b`, 'i'))
    for (const { name, attributes } of collector.spans)
      expect(`${name} ${JSON.stringify(attributes)}`).not.toMatch(/[?@]|[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
})
