import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { eventually } from '@peercert/chassis/eventually'
import { readMemory } from '@peercert/local/data-folder'
import { urlOf } from '@peercert/postgres/databases'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import type { Status } from '../src/keeper.ts'
import { serviceNames } from '../src/services.ts'
import type { StackReady } from '../src/system.ts'
import { guard } from '../src/warden.ts'
import { isAlive } from './alive.ts'

const reason = await skipReason(['kafka', 'nats'])
const data = mkdtempSync(join(tmpdir(), 'peercert-stack-'))
const main = join(import.meta.dirname, '../src/main.ts')

interface Ended {
  readonly code: number
  readonly out: string
  readonly said: string
}

function stack(...args: string[]): Promise<Ended> {
  return new Promise((resolve) =>
    execFile(process.execPath, [main, ...args, '--data', data], (error, out, said) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, out, said }),
    ),
  )
}

const light = ['--json', '--port', '0', '--sign-in', 'embedded', '--no-demo']

/** The folder is gone when somebody reads of it. */
function endOfLogs(): string {
  const folder = join(data, 'logs')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names
    .map((name) => `\n${name}: ${readFileSync(join(folder, name), 'utf8').slice(-1_500)}`)
    .join('')
}

async function up(): Promise<StackReady> {
  const { code, out, said } = await stack('up', ...light)
  expect(code, code === 0 ? said : said + endOfLogs()).toBe(0)
  const ready = JSON.parse(out) as StackReady
  guard('supervisor', ready.processes.find(({ name }) => name === 'supervisor')?.pid ?? undefined)
  return ready
}

async function statusOf(name: string): Promise<Status> {
  const { out } = await stack('status', '--json')
  const { processes } = JSON.parse(out) as { processes: Status[] }
  const found = processes.find((one) => one.name === name)
  if (!found) throw new Error(`no process ${name}`)
  return found
}

function until(name: string, fits: (status: Status) => boolean) {
  return eventually(
    async () => {
      const status = await statusOf(name)
      return fits(status) ? status : undefined
    },
    `${name} to be as expected`,
    60_000,
  )
}

describe.skipIf(reason)(`the stack${reason ? ` (${reason})` : ''}`, { timeout: 300_000 }, () => {
  let ready: StackReady
  beforeAll(async () => {
    ready = await up()
  }, 900_000)
  afterAll(async () => {
    await stack('down')
    rmSync(data, { recursive: true, force: true })
  }, 120_000)

  const healthy = async (url: string | null) => url === null || (await fetch(url)).ok

  test('says where everything is: the line of npm start, and every process with its health and log', async () => {
    expect(ready).toMatchObject({ ready: true, people: [], issuers: { peers: /realms\/peers$/ } })
    const names = ready.processes.map(({ name }) => name)
    for (const name of [
      ...serviceNames,
      'postgres',
      'kafka-1',
      'nats',
      'card',
      'mail',
      'supervisor',
    ])
      expect(names).toContain(name)
    for (const { name, pid, health } of ready.processes) {
      expect(isAlive(pid), name).toBe(true)
      expect(await healthy(health), name).toBe(true)
    }
    expect((await fetch(ready.portal)).status).toBe(200)
  })

  test('a second start on the same data says who has it', async () => {
    const { code, out, said } = await stack('up', ...light)
    expect([code, out]).toEqual([1, ''])
    expect(said).toContain(`PeerCert already runs on ${data}`)
  })

  test('what is killed stays down until it is started', async () => {
    expect((await stack('kill', 'payments')).code).toBe(0)
    expect(await statusOf('payments')).toMatchObject({ state: 'down', pid: null, kills: 1 })
    expect((await stack('start', 'payments')).code).toBe(0)
    expect(await statusOf('payments')).toMatchObject({ state: 'up', kills: 1, restarts: 0 })
  })

  test('killed with --restart it is there again without being asked', async () => {
    const before = await statusOf('identity')
    await stack('kill', 'identity', '--restart')
    const after = await until('identity', ({ state }) => state === 'up')
    expect(after.pid).not.toBe(before.pid)
  })

  test.each(['applications', 'postgres', 'nats'])(
    '%s, dying by itself, is started again and counted',
    async (name) => {
      const { pid } = await statusOf(name)
      process.kill(pid ?? 0, 'SIGKILL')
      const after = await until(name, ({ state, restarts }) => state === 'up' && restarts === 1)
      expect(after.pid).not.toBe(pid)
    },
  )

  test('a process that does not exist and a command that does not exist get a line', async () => {
    expect(await stack('kill', 'exams')).toMatchObject({
      code: 1,
      said: expect.stringContaining('no process exams. There are: postgres'),
    })
    expect((await stack('raise')).said).toContain('There is no "raise".')
    expect((await stack('up', '--brokers', '2')).said).toContain('--brokers takes 1 or 3')
    expect((await stack('logs', 'applications')).out).toContain('"service":"applications"')
  })

  test("a service's user reaches its own database, and no other one", async () => {
    const { url } = await statusOf('postgres')
    const { secrets } = readMemory(data)
    const enter = async (user: string, name: string) => {
      const password = secrets[`database.${user}`] ?? ''
      const client = new pg.Client({ connectionString: urlOf(url ?? '', { name, user, password }) })
      await client.connect()
      await client.end()
    }
    const names = serviceNames.map((name) => name.replaceAll('-', '_'))
    for (const user of names)
      for (const name of [...names, 'postgres', 'template1'])
        if (user === name) await enter(user, name)
        else
          await expect(enter(user, name), `${user} at ${name}`).rejects.toThrow(/permission denied/)
  })

  const offsetOf = async (name: string) => {
    const headers = { authorization: `Bearer ${readMemory(data).secrets.clock}` }
    const { url } = ready.processes.find((one) => one.name === name) ?? {}
    const answer = await fetch(`${url}/program-time`, { headers })
    return ((await answer.json()) as { offsetMs: number }).offsetMs
  }
  const spreadMs = async () => {
    const offsets = await Promise.all(serviceNames.map(offsetOf))
    return Math.max(...offsets) - Math.min(...offsets)
  }

  test('time moves for all processes at once, day by day, also for one that starts later', async () => {
    const start = Date.now()
    await stack('kill', 'notifications')
    const moved = await fetch(ready.clock, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: new Date(start + 3 * 86_400_000).toISOString() }),
    })
    expect(await moved.json()).toMatchObject({ days: 3 })
    await stack('start', 'notifications')
    expect(await offsetOf('notifications')).toBeGreaterThan(2 * 86_400_000)
    expect(await spreadMs()).toBeLessThan(1_000)
  })

  test('down stops every process, and up goes on where it was: same addresses, same time', async () => {
    const { processes } = JSON.parse((await stack('status', '--json')).out) as {
      processes: Status[]
    }
    expect((await stack('down')).said).toContain('Stopped.')
    for (const { name, pid } of processes) expect(isAlive(pid), name).toBe(false)
    expect(await stack('status')).toMatchObject({
      code: 1,
      said: expect.stringContaining(`No stack runs on ${data}`),
    })
    const { parts = '' } = readMemory(data)
    const other = parts === 'packages' ? 'containers' : 'packages'
    expect((await stack('up', ...light, '--parts', other)).said).toContain(`are those of ${parts}`)
    const before = ready
    ready = await up()
    expect(ready).toMatchObject({ services: before.services, issuers: before.issuers })
    const { now } = (await (await fetch(ready.clock)).json()) as { now: string }
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(2 * 86_400_000)
    expect(await spreadMs()).toBeLessThan(1_000)
  })

  test('nothing outlives a killed supervisor, and up goes on where it was', async () => {
    const { processes } = JSON.parse((await stack('status', '--json')).out) as {
      processes: Status[]
    }
    const supervisor = ready.processes.find(({ name }) => name === 'supervisor')
    process.kill(supervisor?.pid ?? 0, 'SIGKILL')
    const alive = () => processes.filter(({ pid }) => isAlive(pid)).map(({ name }) => name)
    expect(alive()).not.toEqual([])
    await eventually(async () => alive().length === 0 || undefined, 'the end of all', 60_000)
    expect(await up()).toMatchObject({ services: ready.services })
    expect((await stack('down')).said).toContain('Stopped.')
  })

  test('in the foreground (npm start -- --stack), Ctrl-C stops everything', async () => {
    const child = spawn(process.execPath, [main, '--stack', ...light, '--data', data], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const line = await once(createInterface({ input: child.stdout }), 'line')
    const { processes } = JSON.parse(String(line[0])) as StackReady
    child.kill('SIGINT')
    expect((await once(child, 'exit'))[0]).toBe(0)
    for (const { name, pid } of processes) expect(isAlive(pid), name).toBe(false)
  })
})
