import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../src/eventually.ts'
import { platformEnv } from './kit-platform.ts'
import { withDatabase } from './kit.ts'

const database = withDatabase()

test('without Kafka and NATS a service serves, keeps its facts, and says what is missing', async () => {
  await database.pool.query('create table effect (n int)')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [join(import.meta.dirname, 'alone-process.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PORT: String(port),
      DATABASE_URL: database.url,
      PEERS_ISSUER: 'http://127.0.0.1:1/realms/peers',
      STAFF_ISSUER: 'http://127.0.0.1:1/realms/staff',
      CLIENT_SECRET: 'test-secret',
      ...platformEnv,
    },
  })
  const health = await eventually(async () => {
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    const said = (await reply?.json()) as { ready: boolean; degraded: string[] } | undefined
    return said?.degraded.filter((line) => line.includes('Kafka does not answer')).length === 2
      ? said
      : undefined
  }, 'a service that knows what it lacks')
  expect(health.ready).toBe(true)
  const reply = await fetch(`${url}/numbers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"n":1}',
  })
  expect(reply.status).toBe(202)
  expect((await database.pool.query('select from outbox_unsent')).rowCount).toBe(1)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await gone).toEqual([0, null])
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
