import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@peercert/chassis/eventually'
import { createLog } from '@peercert/chassis/log'
import { natsSignals, type NatsSignals } from '@peercert/chassis/nats-signals'
import { createMetrics } from '@peercert/chassis/telemetry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { type NatsServer, startNats } from '../src/nats/server.ts'

const reason = await skipReason(['nats'])
const log = createLog('test', { level: 'silent' })
const dataDir = mkdtempSync(join(tmpdir(), 'peercert-nats-'))
const opened: NatsSignals[] = []

describe.skipIf(reason)(`the real NATS${reason ? ` (${reason})` : ''}`, () => {
  let nats: NatsServer
  beforeAll(async () => {
    nats = await startNats({ dataDir, users: { portal: 'portal-secret', payments: 'p&yments:1' } })
  }, 600_000)
  afterAll(async () => {
    for (const signals of opened) await signals.close()
    await nats?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const join_ = async (user: string, url = nats.urlOf(user)) => {
    const metrics = createMetrics(user)
    const signals = await natsSignals({ url, name: user, log, metrics, pauseMs: 20 })
    opened.push(signals)
    return { signals, metrics }
  }
  /** Says it until it is heard: a signal may be lost, a line that carries none may not stay so. */
  const carried = async (from: NatsSignals, to: NatsSignals) => {
    let heard = 0
    const stop = to.on('news', () => (heard += 1))
    await eventually(async () => {
      from.emit('news', 'account-1')
      return heard > 0 ? true : undefined
    }, 'a signal to be heard')
    stop()
  }

  test('what one process says, another hears', async () => {
    const [portal, payments] = [await join_('portal'), await join_('payments')]
    await carried(payments.signals, portal.signals)
    await carried(portal.signals, payments.signals)
  })

  test('killed and started again, it carries on, and nobody has to be restarted', async () => {
    const [portal, payments] = [await join_('portal'), await join_('payments')]
    await nats.kill()
    expect(nats.processes).toMatchObject([{ pid: 0 }])
    await eventually(async () => !portal.signals.connected || undefined, 'the loss to be seen')
    payments.signals.emit('news', 'lost')
    await nats.start()
    await carried(payments.signals, portal.signals)
  })

  test('a wrong password is not let in', async () => {
    const { metrics } = await join_('portal', `nats://portal:wrong@127.0.0.1:${nats.port}`)
    expect(metrics.get('signals_connected')).toBe(0)
  })
})
