import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, urlOf } from '../src/databases.ts'
import { type PostgresServer, startPostgres } from '../src/server.ts'

let dataDir: string
const servers: PostgresServer[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'peercert-server-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, durable: false })
  servers.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const thing = { name: 'thing', user: 'thing', password: 'thing-secret' }

test('data survive a restart, and a stopped server is gone', async () => {
  const first = await start()
  const url = await createDatabase(first.adminUrl, thing)
  await ask(url, `create table note as select 'kept' as text`)
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)
  const second = await start()
  expect(await ask(urlOf(second.adminUrl, thing), 'select text from note')).toEqual(['kept'])
})

test('a server that outlived a killed start is ended before the next one', async () => {
  const left = await start()
  const next = await start()
  expect(isAlive(left.pid)).toBe(false)
  expect(await ask(next.adminUrl, 'select 1')).toEqual([1])
})

test('it listens on loopback only, and a service reaches its own database only', async () => {
  const { adminUrl } = await start()
  expect(await ask(adminUrl, 'show listen_addresses')).toEqual(['127.0.0.1'])
  const url = await createDatabase(adminUrl, thing)
  await createDatabase(adminUrl, { name: 'other', user: 'other', password: 'other-secret' })
  await expect(ask(url.replace(/thing$/, 'other'), 'select 1')).rejects.toThrow('permission denied')
  await expect(ask(url.replace('thing-secret', 'wrong'), 'select 1')).rejects.toThrow(
    'password authentication failed',
  )
})

test('making a database again keeps it, and takes the new password', async () => {
  const { adminUrl } = await start()
  await ask(await createDatabase(adminUrl, thing), 'create table kept ()')
  const url = await createDatabase(adminUrl, { ...thing, password: 'another-secret' })
  expect(await ask(url, 'select count(*)::int from kept')).toEqual([0])
})

test('a server that cannot start says why', async () => {
  const broken = startPostgres({ dataDir, settings: { shared_buffers: 'nonsense' } })
  await expect(broken).rejects.toThrow('PostgreSQL did not start')
})
