import { describe, expect, test } from 'vitest'
import { buildApi } from '../src/api.ts'
import { loop } from '../src/background.ts'
import { fixedClock } from '../src/clock.ts'
import { text } from '../src/config.ts'
import { consume } from '../src/consumers.ts'
import type { Sql } from '../src/database.ts'
import { eventually } from '../src/eventually.ts'
import { localBroker } from '../src/local-broker.ts'
import { requestRedrive } from '../src/parking.ts'
import { defineService, startService } from '../src/service.ts'
import { localSignals } from '../src/signals.ts'
import { withService } from '../src/testing.ts'
import { contract, databaseOf, type Things, things } from './kit-facts.ts'
import { log, withDatabase } from './kit.ts'

const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0.0' },
  paths: {
    '/things': {
      post: {
        operationId: 'createThing',
        'x-roles': ['peer'],
        'x-problems': [],
        responses: { 202: { description: 'Done.' } },
      },
    },
  },
}

const handled: number[] = []
let broken = false
let looped = 0
const defined = defineService({
  name: 'things',
  config: { greeting: text() },
  events: contract,
  async build(context) {
    const db = databaseOf(context.pool)
    const createThing = async ({ request }: { request: { id: string } }) => {
      await db.$transaction((tx) => things.publish(tx, 'thing.done', request.id, { n: 1 }))
      return { status: 202 }
    }
    const app = await buildApi({
      ...context.http,
      document,
      problems: {},
      deps: {},
      handlers: { createThing } as never,
    })
    const consumer = consume<Things, Sql>(db, contract, {
      'thing.done': async (event) => {
        if (broken) throw new Error('broken')
        handled.push(event.data.n)
      },
    })
    return {
      app,
      consumers: [consumer],
      loops: [loop({ name: 'count', everyMs: 20, run: async () => void (looped += 1) })],
      jobs: [{ name: 'sweep', missed: 'each', run: async () => {} }],
      settled: async () => looped > 2,
    }
  },
})

describe('a running service', () => {
  const kit = withService(defined, { config: { GREETING: 'hello' } })

  test('says a fact, hears it, and settles', async () => {
    expect((await kit.client.post('/things')).status).toBe(401)
    const token = await kit.token()
    expect((await kit.client.post('/things', { token })).status).toBe(202)
    expect(await kit.waitFor('thing.done')).toMatchObject({ data: { n: 1 } })
    await kit.settle()
    expect(handled).toEqual([1])
  })

  test('is healthy, ready, and measured; its contract can be read', async () => {
    expect((await kit.client.get('/healthz')).body).toEqual({ status: 'ok' })
    expect((await kit.client.get('/readyz')).body).toMatchObject({ ready: true })
    const { body } = await kit.client.get('/metrics')
    expect(body).toContain('peercert_outbox_unsent{service="things"} 0')
    expect(body).toMatch(/events_received_total\{.*outcome="handled"\} 1/)
    expect(body).toMatch(/http_request_seconds_count\{.*operation="createThing",status="202"\} 1/)
    expect((await kit.client.get('/openapi.json')).body).toEqual(document)
  })

  test('takes a delivery of another service by its real receiver', async () => {
    handled.length = 0
    expect(await kit.deliver(contract, 'thing.done', 'k', { n: 5 })).toBe('handled')
    expect(await kit.deliver(contract, 'thing.done', 'k', { n: 'x' })).toBe('parked')
    expect(await kit.deliver(contract, 'thing.undone', 'k', { n: 1 })).toBe('skipped')
    expect(handled).toEqual([5])
  })

  test('handles parked events again when asked', async () => {
    handled.length = 0
    broken = true
    expect(await kit.deliver(contract, 'thing.done', 'k', { n: 8 })).toBe('parked')
    broken = false
    await requestRedrive(kit.pool, { type: 'thing.done' })
    await eventually(async () => (handled.includes(8) ? true : undefined), 'the redrive')
  })

  test('runs its jobs when asked, never by itself in tests', async () => {
    await kit.runJobs('2026-06-15' as never)
    const { rows } = await kit.pool.query('select day::text, state from job_run')
    expect(rows).toEqual([{ day: '2026-06-15', state: 'done' }])
  })
})

describe('starting', () => {
  const database = withDatabase()
  const env = () => ({
    DATABASE_URL: database.url,
    PEERS_ISSUER: 'http://127.0.0.1:1/realms/peers',
    STAFF_ISSUER: 'http://127.0.0.1:1/realms/staff',
    CLIENT_SECRET: 'test-secret',
    LOG_LEVEL: 'silent',
    GREETING: 'hello',
  })
  const platform = () => {
    const broker = localBroker({ log })
    broker.begin()
    return { broker, clock: fixedClock('2026-06-15T19:00:00Z'), signals: localSignals() }
  }

  test('without news of other processes it is ready all the same, and says what is worse', async () => {
    const signals = { ...localSignals(), connected: false }
    const options = { env: env(), platform: { ...platform(), signals, scheduled: false } }
    const service = await startService(defined, options)
    const answer = await fetch(`${service.url}/readyz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      ready: true,
      checks: { database: 'ok', state: 'ok' },
      degraded: ['signals are away: news come late'],
    })
    await service.close()
  })

  test('with wrong settings is refused, and all of them are named', async () => {
    const wrong = startService(defined, {
      env: { PORT: 'x', LOG_LEVEL: 'loud' },
      platform: platform(),
    })
    await expect(wrong).rejects.toThrow(
      /PORT must.*\n.*DATABASE_URL is missing\n.*PEERS_ISSUER is missing\n.*STAFF_ISSUER is missing\n.*CLIENT_SECRET is missing\n.*LOG_LEVEL must[^]*GREETING is missing/,
    )
  })

  test('on a database without the messaging tables is refused', async () => {
    await database.pool.query('alter table outbox rename to outbox_away')
    const wrong = startService(defined, { env: env(), platform: platform() })
    await expect(wrong).rejects.toThrow('relation "outbox" does not exist')
    await database.pool.query('alter table outbox_away rename to outbox')
  })

  test('with two handlers of one type is refused', async () => {
    const twice = defineService({
      ...defined,
      async build(context) {
        const parts = await defined.build(context)
        return { ...parts, consumers: [...(parts.consumers ?? []), ...(parts.consumers ?? [])] }
      },
    })
    const wrong = startService(twice, { env: env(), platform: platform() })
    await expect(wrong).rejects.toThrow('thing.done is handled twice')
  })

  test('it runs what is due by the calendar', async () => {
    const service = await startService(defined, { env: env(), platform: platform() })
    await eventually(async () => {
      const { rows } = await database.pool.query('select day::text from job_run')
      return rows.length > 0 ? rows : undefined
    }, 'the job of the day')
    await service.close()
  })
})
