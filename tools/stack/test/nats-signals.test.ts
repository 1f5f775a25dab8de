import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@peercert/chassis/eventually'
import { createLog } from '@peercert/chassis/log'
import { type NatsSignals, natsSignals } from '@peercert/chassis/nats-signals'
import { missedTopic } from '@peercert/chassis/signals'
import { signalsConformance } from '@peercert/chassis/signals-conformance'
import { createMetrics, type Metrics } from '@peercert/chassis/telemetry'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { type NatsServer, startNats } from '../src/nats/server.ts'

const users = { portal: 'a password: with /signs', payments: 'another one' }
let folder: string
let server: NatsServer
const open: NatsSignals[] = []

async function signalsOf(user: keyof typeof users, options: Partial<Options> = {}) {
  const lines: string[] = []
  const metrics = createMetrics(user)
  const log = createLog(user, { level: 'info', destination: { write: (line) => lines.push(line) } })
  const url = server.urlOf(user)
  const given = { url, name: user, log, metrics, pauseMs: 20, ...options }
  const signals = await natsSignals(given)
  open.push(signals)
  return { signals, metrics, lines }
}
type Options = Parameters<typeof natsSignals>[0]

const connected = (metrics: Metrics, value: 0 | 1) =>
  eventually(
    async () => metrics.get('signals_connected') === value || undefined,
    value === 1 ? 'the connection' : 'the loss of the connection',
  )

/** Says it until it is heard: what is said before the other side has subscribed is lost, rightly. */
async function reaches(from: NatsSignals, to: NatsSignals): Promise<void> {
  let heard = false
  const stop = to.on('reaches', () => (heard = true))
  await eventually(async () => {
    from.emit('reaches', '')
    return heard || undefined
  }, 'a signal of the other process')
  stop()
}

const reason = await skipReason(['nats'])

describe.skipIf(reason)(`signals by NATS${reason ? ` (${reason})` : ''}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peercert-nats-'))
    server = await startNats({ dataDir: folder, users })
  }, 600_000)
  beforeEach(async () => {
    if (server.processes.every(({ pid }) => pid === 0)) await server.start()
  })
  afterEach(async () => {
    for (const signals of open.splice(0)) await signals.close()
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  signalsConformance(async () => {
    const here = await signalsOf('payments')
    const there = await signalsOf('portal')
    await Promise.all([connected(here.metrics, 1), connected(there.metrics, 1)])
    return { here: here.signals, there: there.signals, close: async () => {} }
  })

  test('without a server a process starts, hears itself, and says in metrics what it lacks', async () => {
    await server.kill()
    const { signals, metrics, lines } = await signalsOf('portal')
    expect(signals.connected).toBe(false)
    const heard: string[] = []
    signals.on('account', (subject) => heard.push(subject))
    signals.emit('account', 'a-1')
    await eventually(async () => heard[0], 'the own signal')
    expect(metrics.get('signals_connected')).toBe(0)
    expect(metrics.get('signals_lost_total')).toBe(1)
    await server.start()
    await connected(metrics, 1)
    expect(signals.connected).toBe(true)
    // Many attempts, one line for each change.
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'signals are away; news come late',
      'signals are connected',
    ])
    expect(lines.join('')).not.toContain('password')
    const { signals: other } = await signalsOf('payments')
    await reaches(other, signals)
  })

  test('a server that is killed and started costs what was said meanwhile, nothing else', async () => {
    const [portal, payments] = [await signalsOf('portal'), await signalsOf('payments')]
    const heard: string[] = []
    let missed = 0
    portal.signals.on('account', (subject) => heard.push(subject))
    portal.signals.on(missedTopic, () => (missed += 1))
    await reaches(payments.signals, portal.signals)
    const before = missed
    await server.kill()
    await Promise.all([connected(portal.metrics, 0), connected(payments.metrics, 0)])
    payments.signals.emit('account', 'said into the void')
    await server.start()
    await Promise.all([connected(portal.metrics, 1), connected(payments.metrics, 1)])
    await reaches(payments.signals, portal.signals)
    payments.signals.emit('account', 'said after')
    await eventually(async () => heard[0], 'what was said after')
    expect(heard).toEqual(['said after'])
    expect(missed).toBeGreaterThan(before)
  })

  test('whoever hears nobody is told again and again to look', async () => {
    await server.kill()
    const { signals } = await signalsOf('portal', { missedMs: 5 })
    let missed = 0
    signals.on(missedTopic, () => (missed += 1))
    await eventually(async () => missed >= 3 || undefined, 'the third reminder')
  })

  test('a server that freezes holds nobody up; what was said comes when it goes on', async () => {
    const [portal, payments] = [await signalsOf('portal'), await signalsOf('payments')]
    const heard = new Set<string>()
    const own = new Set<string>()
    portal.signals.on('account', (subject) => heard.add(subject))
    payments.signals.on('account', (subject) => own.add(subject))
    await reaches(payments.signals, portal.signals)
    const pid = server.processes[0]?.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    for (let n = 0; n < 20_000; n += 1) payments.signals.emit('account', `a-${n}`)
    await eventually(async () => own.size === 20_000 || undefined, 'the own signals')
    expect(heard.size).toBe(0)
    process.kill(pid, 'SIGCONT')
    await eventually(async () => heard.size === 20_000 || undefined, 'the others hear')
  })

  test('a wrong password, and an address that takes calls and says nothing, hold up no start', async () => {
    const wrong = new URL(server.urlOf('portal'))
    wrong.password = 'wrong'
    const refused = await signalsOf('portal', { url: wrong.href })
    expect(refused.signals.connected).toBe(false)
    expect(refused.lines.join('')).toMatch(/authorization/i)

    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await eventually(async () => silent.listening || undefined, 'the silent server')
    const { port } = silent.address() as AddressInfo
    const { signals } = await signalsOf('portal', { url: `nats://127.0.0.1:${port}` })
    expect(signals.connected).toBe(false)
    signals.emit('account', 'a-1')
    silent.close()
  })
})
