import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock } from '@peercert/chassis/clock'
import { eventually } from '@peercert/chassis/eventually'
import { localBroker } from '@peercert/chassis/local-broker'
import { createLog } from '@peercert/chassis/log'
import { natsSignals } from '@peercert/chassis/nats-signals'
import { type RunningService, startService } from '@peercert/chassis/service'
import { createMetrics } from '@peercert/chassis/telemetry'
import { events as paymentsEvents } from '@peercert/contracts/payments'
import { portal } from '@peercert/portal/app'
import { createSeal, hashOf, newId } from '@peercert/portal/seal'
import { testDatabase } from '@peercert/postgres/test-database'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { type NatsServer, startNats } from '../src/nats/server.ts'

const reason = await skipReason(['nats'])
const sessionSecret = 'a secret of at least thirty-two characters'
const seal = createSeal(sessionSecret)
const log = createLog('test', { level: 'silent' })
const closing: (() => Promise<unknown>)[] = []
let nats: NatsServer
let one: RunningService
let other: RunningService

async function replica(databaseUrl: string): Promise<RunningService> {
  const nobody = 'http://127.0.0.1:1'
  const env = {
    DATABASE_URL: databaseUrl,
    PEERS_ISSUER: `${nobody}/realms/peers`,
    STAFF_ISSUER: `${nobody}/realms/staff`,
    CLIENT_SECRET: 'test-secret',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://127.0.0.1:4000',
    PORTAL_CLIENT_ID: 'portal',
    PORTAL_CLIENT_SECRET: 'portal-secret',
    SESSION_SECRET: sessionSecret,
    IDENTITY_URL: nobody,
    APPLICATIONS_URL: nobody,
    PAYMENTS_URL: nobody,
    NOTIFICATIONS_URL: nobody,
    CARD_SCRIPT_URL: nobody,
    PROGRAM_PHONE: '1-800-555-0117',
    PROGRAM_SITE: 'renew.example',
    PROGRAM_HOURS: 'Monday to Friday',
    PROGRAM_HOURS_ES: 'de lunes a viernes',
  }
  const metrics = createMetrics('portal')
  const url = nats.urlOf('portal')
  const signals = await natsSignals({ url, name: 'portal', log, metrics, pauseMs: 20 })
  closing.push(() => signals.close())
  const broker = localBroker({ log })
  const clock = fixedClock('2026-06-15T19:00:00Z')
  const platform = { broker, clock, signals, metrics, scheduled: false }
  const service = await startService(portal, { env, platform })
  closing.push(() => service.close())
  await eventually(async () => signals.connected || undefined, 'the signals')
  return service
}

/** Somebody has signed in: the row and the cookie, as a log-in leaves them. */
async function signedIn(accountId: string): Promise<string> {
  const id = newId()
  const idHash = hashOf(id)
  const secrets = { accessToken: '', refreshToken: '', idToken: '', name: '', email: '' }
  const sealed = seal.close(secrets, idHash)
  await one.pool.query(
    `insert into session (id_hash, kind, subject, account_id, roles, sealed, access_until, fresh_until,
       created_at, touched_at, ends_at)
     values ($1, 'person', $2, $3, '{peer}', $4, $5, $5, now(), now(), $5)`,
    [Buffer.from(idHash), randomUUID(), accountId, Buffer.from(sealed), '2100-01-01'],
  )
  return `session=${id}`
}

/** An open page: what it was told so far. */
async function openPage(service: RunningService, cookie: string) {
  const response = await fetch(`${service.url}/api/events`, { headers: { cookie } })
  expect(response.status).toBe(200)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (what: string) => {
    while (!text.includes(what)) {
      const { value, done } = await reader.read()
      if (done) break
      text += value
    }
    return text
  }
  await until('retry:')
  return { until, close: () => reader.cancel() }
}

/** In a consumer group one of the replicas gets it, and only that one. */
async function fact(service: RunningService, accountId: string): Promise<void> {
  const { source, topic } = paymentsEvents
  const receiver = service.messaging.receivers.find((each) => each.topic === topic)
  const data = { voucherId: randomUUID(), accountId, feeCode: 'RENEWAL', expiresOn: '2027-01-01' }
  const about = { id: randomUUID(), source, type: 'voucher.issued', time: '2026-06-15T19:00:00Z' }
  const form = { specversion: '1.0', datacontenttype: 'application/json', partitionkey: accountId }
  const delivery = { topic, key: accountId, envelope: { ...form, ...about, data } }
  const received = await receiver?.receive([delivery], new AbortController().signal)
  expect(received).toEqual({ settled: 1 })
}

describe.skipIf(reason)(`two portals${reason ? ` (${reason})` : ''}`, () => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'peercert-portals-'))
    closing.push(() => rm(folder, { recursive: true, force: true }))
    nats = await startNats({ dataDir: folder, users: { portal: 'portal-secret' } })
    closing.push(() => nats.stop())
    const prisma = join(import.meta.dirname, '../../../services/portal/prisma')
    const database = await testDatabase(inject('postgresUrl'), 'portal', prisma)
    closing.push(() => database.drop())
    one = await replica(database.url)
    other = await replica(database.url)
  }, 600_000)
  afterAll(async () => {
    for (const step of closing.toReversed()) await step()
  })

  test('what one of them learns reaches the pages that are open at the other', async () => {
    const accountId = randomUUID()
    const cookie = await signedIn(accountId)
    const [here, there] = [await openPage(one, cookie), await openPage(other, cookie)]
    await fact(one, accountId)
    expect(await here.until('event: account')).toContain('event: account')
    expect(await there.until('event: account')).toContain('event: account')
    await Promise.all([here.close(), there.close()])
  })

  test('a page at the other hears nothing while NATS is away, and looks again when it is back', async () => {
    const accountId = randomUUID()
    const cookie = await signedIn(accountId)
    const [here, there] = [await openPage(one, cookie), await openPage(other, cookie)]
    await nats.kill()
    await fact(one, accountId)
    expect(await here.until('event: account')).toContain('event: account')
    const health = (await (await fetch(`${other.url}/readyz`)).json()) as { ready: boolean }
    expect(health).toMatchObject({ ready: true, degraded: ['signals are away: news come late'] })
    await nats.start()
    expect(await there.until('event: account')).toContain('event: account')
    await Promise.all([here.close(), there.close()])
  })

  test('a log-out at one of them closes the pages at the other', async () => {
    const cookie = await signedIn(randomUUID())
    const there = await openPage(other, cookie)
    await fetch(`${one.url}/auth/log-out`, {
      method: 'POST',
      headers: {
        cookie,
        origin: 'http://127.0.0.1:4000',
        'x-csrf-token': seal.mac('csrf', cookie.slice('session='.length)),
      },
    })
    expect(await there.until('event: session-ended')).toContain('event: session-ended')
  })
})
