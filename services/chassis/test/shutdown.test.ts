import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../src/eventually.ts'
import { platformEnv } from './kit-platform.ts'
import { withDatabase } from './kit.ts'

const database = withDatabase()
let child: ChildProcess | undefined
let url: string

beforeEach(async () => {
  await database.pool.query('create table effect (n int)')
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
})
afterEach(() => {
  child?.kill('SIGKILL')
})

async function start(): Promise<ChildProcess> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'kit-process.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PORT: new URL(url).port,
      DATABASE_URL: database.url,
      PEERS_ISSUER: 'http://127.0.0.1:1/realms/peers',
      STAFF_ISSUER: 'http://127.0.0.1:1/realms/staff',
      CLIENT_SECRET: 'test-secret',
      RATE_LIMIT: '0',
      ...platformEnv,
    },
  })
  await eventually(
    () =>
      fetch(`${url}/readyz`).then(
        (reply) => reply.ok || undefined,
        () => undefined,
      ),
    'the service to be ready',
  )
  return child
}

/** Sends numbers without pause until the service is gone; answers those it said yes to. */
async function sending(from: number): Promise<number[]> {
  const accepted: number[] = []
  for (let n = from; n < from + 5_000; n += 1) {
    const reply = await fetch(`${url}/numbers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ n }),
    }).catch(() => undefined)
    if (!reply) return accepted
    if (reply.status === 202) accepted.push(n)
  }
  return accepted
}

const effects = async () => {
  const { rows } = await database.pool.query<{ n: number }>('select n from effect order by n')
  return rows.map((row) => row.n)
}
const settled = () =>
  eventually(async () => {
    const { rows } = await database.pool.query<{ quiet: boolean }>(
      `select not exists (select from outbox_unsent)
         and not exists (select from delivery) as quiet`,
    )
    return rows[0]?.quiet || undefined
  }, 'everything to settle')

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s in the middle of work: what was accepted has its effect exactly once',
  async (signal) => {
    const accepted: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const process = await start()
      const work = [0, 1, 2].map((worker) => sending(round * 100_000 + worker * 10_000))
      const enough = accepted.length + 30
      await eventually(
        async () => ((await effects()).length > enough - 20 ? true : undefined),
        'some work to be done',
      )
      process.kill(signal)
      const [code] = (await once(process, 'exit')) as [number | null]
      if (signal === 'SIGTERM') expect(code).toBe(0)
      accepted.push(...(await Promise.all(work)).flat())
    }
    await start()
    await settled()
    const done = await effects()
    expect(new Set(done).size).toBe(done.length)
    const missing = accepted.filter((n) => !done.includes(n))
    expect(missing).toEqual([])
    expect(accepted.length).toBeGreaterThan(30)
  },
)

test('a process with wrong settings ends at once and says which', async () => {
  const process_ = spawn(process.execPath, [join(import.meta.dirname, 'kit-process.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PORT: 'x', KAFKA_BROKERS: 'here', CLOCK_URL: 'http://127.0.0.1:1/clock' },
  })
  let said = ''
  process_.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(process_, 'exit')) as [number]
  expect(code).toBe(1)
  expect(said).toContain('PORT must be a whole number')
  expect(said).toContain('DATABASE_URL is missing')
  expect(said).toContain('KAFKA_BROKERS must be host:port, several with commas between them')
  expect(said).toContain('KAFKA_USERNAME is missing')
  expect(said).toContain('NATS_URL is missing')
  expect(said).toContain('CLOCK_SECRET is missing; CLOCK_URL goes with it')
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
