import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CivilDate } from '../src/civil-date.ts'
import type { ConfigError } from '../src/config.ts'
import { loadProcessConfig } from '../src/platform-config.ts'
import { followedClock, programTimeRoutes } from '../src/program-time.ts'
import { platformEnv } from './kit-platform.ts'
import { log } from './kit.ts'

const day = 86_400_000
const secret = 'a-secret-of-tests'

/** The control process, which says what it is told to say. */
let said: object
let control: ReturnType<typeof Fastify>
let url: string
beforeEach(async () => {
  said = { now: '', offsetMs: 3 * day, revision: 4 }
  control = Fastify()
  control.get('/clock', async () => said)
  url = `${await control.listen({ host: '127.0.0.1', port: 0 })}/clock`
})
afterEach(() => control.close())

const daysAhead = (clock: { now(): Date }) => Math.round((clock.now().getTime() - Date.now()) / day)

describe('program time that another process keeps', () => {
  test('a clock that follows asks at the start, and again until it is told', async () => {
    said = { title: 'still starting' }
    const clock = followedClock({ url, log, retryMs: 1 })
    const told = clock.refresh()
    said = { offsetMs: 30 * day, revision: 1 }
    await told
    expect(daysAhead(clock)).toBe(30)
  })

  test('word that was overtaken by newer word is not heard', async () => {
    const clock = followedClock({ url, log })
    clock.hear({ offsetMs: 7 * day, revision: 5 })
    await clock.refresh()
    expect(daysAhead(clock)).toBe(7)
    clock.hear({ offsetMs: 0, revision: 6 })
    expect(daysAhead(clock)).toBe(0)
  })

  test('who follows is told when time moves, so that due work begins at once', async () => {
    const clock = followedClock({ url, log })
    let moves = 0
    clock.onMove(() => (moves += 1))
    await clock.refresh()
    clock.hear({ offsetMs: 0, revision: 5 })
    expect(moves).toBe(2)
  })
})

describe('the handle on a service', () => {
  const ran: CivilDate[] = []
  const open = () => {
    const app = Fastify()
    const clock = followedClock({ url, log })
    programTimeRoutes(app, {
      clock,
      secret,
      runJobs: async (date) => void ran.push(date),
      settled: async () => ran.length > 0,
    })
    return { app, clock }
  }
  const authorization = `Bearer ${secret}`

  test('with the secret, time moves, a day of jobs runs, and quiet is told', async () => {
    const { app, clock } = open()
    const headers = { authorization }
    const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
      app.inject({ method, url: `/program-time${path}`, headers, ...(payload && { payload }) })
    expect((await ask('PUT', '', { offsetMs: 2 * day, revision: 1 })).statusCode).toBe(204)
    expect(daysAhead(clock)).toBe(2)
    expect(Math.round((await ask('GET', '')).json().offsetMs / day)).toBe(2)
    expect((await ask('GET', '/settled')).json()).toEqual({ settled: false })
    expect((await ask('POST', '/jobs', { day: '2026-07-01' })).statusCode).toBe(204)
    expect(ran).toEqual(['2026-07-01'])
    expect((await ask('GET', '/settled')).json()).toEqual({ settled: true })
    expect((await ask('POST', '/jobs', { day: '2026-02-30' })).statusCode).toBe(400)
    expect((await ask('PUT', '', { offsetMs: 'x', revision: 1 })).statusCode).toBe(400)
  })

  test('without it, nothing does', async () => {
    const { app, clock } = open()
    for (const headers of [{}, { authorization: 'Bearer another-secret' }, { authorization: 'x' }])
      for (const [method, path] of [
        ['GET', '/program-time'],
        ['PUT', '/program-time'],
        ['POST', '/program-time/jobs'],
        ['GET', '/program-time/settled'],
      ] as const) {
        const payload = { offsetMs: day, revision: 9, day: '2026-07-01' }
        const reply = await app.inject({ method, url: path, headers, payload })
        expect(reply.statusCode).toBe(401)
      }
    expect(daysAhead(clock)).toBe(0)
  })
})

describe('the settings of a process', () => {
  const service = {
    DATABASE_URL: 'postgresql://u:p@127.0.0.1/d',
    PEERS_ISSUER: 'http://127.0.0.1/realms/peers',
    STAFF_ISSUER: 'http://127.0.0.1/realms/staff',
    CLIENT_SECRET: 'a-client-secret',
  }
  const wrongIn = (env: object) => {
    try {
      loadProcessConfig({}, { ...service, ...platformEnv, ...env })
      return []
    } catch (error) {
      return (error as ConfigError).wrong
    }
  }

  test('brokers are read as a list', () => {
    const env = { ...service, ...platformEnv, KAFKA_BROKERS: 'one:9092, two:9092' }
    expect(loadProcessConfig({}, env).kafkaBrokers).toEqual(['one:9092', 'two:9092'])
  })

  test('everything wrong is told together, and secrets are not repeated', () => {
    const wrong = wrongIn({
      KAFKA_BROKERS: 'one',
      KAFKA_PASSWORD: 'short',
      NATS_URL: 'http://127.0.0.1',
      CLIENT_SECRET: 'x',
    })
    expect(wrong).toHaveLength(4)
    expect(wrong.join(' ')).not.toContain('short')
  })

  test('time is real in production', () => {
    const clock = { CLOCK_URL: url, CLOCK_SECRET: secret }
    expect(wrongIn(clock)).toEqual([])
    expect(wrongIn({ ...clock, NODE_ENV: 'production' })).toEqual([
      'CLOCK_URL must not be set in production: time is real there',
    ])
    expect(wrongIn({ CLOCK_URL: url })).toEqual(['CLOCK_SECRET is missing; CLOCK_URL goes with it'])
  })
})
