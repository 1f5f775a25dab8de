/** Our client alone: the same mails to the same server, rendering included, nothing else. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Letter } from '@peercert/notifications/smtp/sender'
import { paceOf } from '@peercert/notifications/smtp/pace'
import { pipelinedSender } from '@peercert/notifications/smtp/pipelined'
import type { SinkProcess } from './sink.ts'
import { textsOf } from '@peercert/notifications/texts'

interface Wanted {
  readonly port: number
  readonly count: number
}

export interface BesideRaw {
  readonly rawPerSecond: number
  /** How far the two raw runs lie apart; beyond 2 the machine was not quiet. */
  readonly rawSpread: number
  readonly ratio: number
}

/** The work between two runs of our client alone, to the same mail server. */
export async function besideRaw<Run extends { readonly perSecond: number }>(
  sink: SinkProcess,
  count: number,
  say: (step: string) => void,
  work: () => Promise<Run>,
): Promise<Run & BesideRaw> {
  const rawCount = Math.min(Math.max(count, 20_000), 100_000)
  say('raw, before')
  const before = await measureRaw(sink.port, rawCount)
  await sink.forget()
  say(`sending ${count} reminders`)
  const run = await work()
  say('raw, after')
  const after = await measureRaw(sink.port, rawCount)
  const rawPerSecond = (before + after) / 2
  const rawSpread = Math.max(before, after) / Math.min(before, after)
  return { ...run, rawPerSecond, rawSpread, ratio: run.perSecond / rawPerSecond }
}

/** Mails a second, after a warm-up, in a process of its own. */
async function measureRaw(port: number, count: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send({ port, count } satisfies Wanted)
  const [perSecond] = (await once(child, 'message')) as [number]
  await once(child, 'exit')
  return perSecond
}

async function run({ port, count }: Wanted): Promise<number> {
  const sender = pipelinedSender({
    server: { host: '127.0.0.1', port, implicitTls: false, requireTls: false },
    envelope: { from: 'certification@program.example', replyTo: 'certification@program.example' },
    connections: 10,
    maxMessages: 1_000,
    timeoutMs: 20_000,
    pace: paceOf(0),
  })
  const send = async (from: number, many: number) => {
    const letters = Array.from({ length: many }, (_, index) => () => letterOf(from + index))
    const handings = await sender.send(letters, performance.now() + 600_000)
    if (handings.some(({ outcome }) => outcome !== 'sent')) throw new Error('the sink refused mail')
  }
  await send(0, 10_000)
  const start = performance.now()
  await send(10_000, count)
  const perSecond = count / ((performance.now() - start) / 1_000)
  await sender.close()
  return perSecond
}

const texts = textsOf({ site: 'https://certification.example', phone: '1-800-555-0117' })
const messages = texts('2026-10-02')

function letterOf(n: number): Letter {
  const language = n % 2 === 0 ? 'es' : 'en'
  const facts = {
    number: `CMPSS-${String(n % 1_000_000).padStart(6, '0')}`,
    expiresOn: '2026-12-31',
    newExpiresOn: '2028-12-31',
    lateThrough: '2027-12-31',
    feeCents: 8_000,
    lateTotalCents: 16_000,
  }
  const moment = { day: '2026-10-02', name: `José Muñoz-Peña ${n}`, drafted: false }
  return {
    messageId: `raw-${process.pid}-${n}@program.example`,
    to: `holder${n}@example.org`,
    language,
    date: new Date('2026-10-02T13:00:00Z'),
    ...messages.mail('M-1', language, facts, moment),
  }
}

if (process.send && import.meta.main)
  process.once('message', (wanted: Wanted) => {
    void run(wanted).then((perSecond) => {
      process.send?.(perSecond, () => process.exit(0))
    })
  })
