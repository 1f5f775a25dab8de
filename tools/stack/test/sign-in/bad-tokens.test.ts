import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forge, openForge } from './forgeries.ts'
import {
  openOperations,
  protectedOperations,
  send,
  type Services,
  services,
  servicesOn,
} from './services-on.ts'

const realms = ['peers', 'staff'] as const
const certsOf = (realm: string) => `GET /realms/${realm}/protocol/openid-connect/certs`
let signIn: StandIn
let trap: StandIn
let forge: Forge
beforeAll(async () => {
  ;[signIn, trap] = await Promise.all([standIn({}), standIn({})])
  forge = openForge(signIn.url, trap.url)
  for (const realm of realms) signIn.answer(certsOf(realm), forge.certs[realm])
})
afterAll(() => Promise.all([signIn?.close(), trap?.close()]))

describe('bad tokens', () => {
  let all: Services
  beforeAll(async () => {
    all = await servicesOn(signIn.url)
  })
  afterAll(() => all?.close())

  test('there are at least thirty kinds', () => {
    const kinds = forge.kinds('payments').map(([what]) => what)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(kinds.length).toBeGreaterThanOrEqual(30)
  })

  test.each(services)(
    'are refused by %s, every kind at every protected operation',
    { timeout: 180_000 },
    async (name) => {
      const kinds = forge.kinds(name)
      const wrong: string[] = []
      for (const operation of await protectedOperations(all.urlOf(name)))
        for (const [what, token] of kinds) {
          const answer = await send(operation, token)
          const said = (await answer.json()) as { type?: string }
          if (answer.status !== 401 || said.type !== 'unauthenticated')
            wrong.push(`${operation.method} ${operation.url}: a token ${what}: ${answer.status}`)
        }
      expect(wrong).toEqual([])
    },
  )

  test.each(services)('a good token gets past that check of %s', async (name) => {
    const roles = ['peer', 'employer', 'provider']
    const token = forge.good(name, { realm_access: { roles } })
    for (const operation of await protectedOperations(all.urlOf(name)))
      expect((await send(operation, token)).status, operation.url).not.toBe(401)
  })

  test('no address that a token named was asked for anything', () => {
    expect(trap.requests).toEqual([])
  })
})

describe.each([
  ['answers with a page', () => ({ status: 200, body: '<html>maintenance</html>' })],
  ['hangs', () => new Promise<never>(() => {})],
  ['is gone', () => ({ status: 502 })],
])('services that never had a key, while the key address %s', (_how, broken) => {
  let all: Services
  let mend: () => void
  beforeAll(async () => {
    const undo = realms.map((realm) => signIn.answer(certsOf(realm), broken))
    mend = () => undo.forEach((one) => one())
    all = await servicesOn(signIn.url)
  })
  afterAll(async () => {
    mend()
    await all?.close()
  })

  test.each(services)(
    '%s opens nothing, throws nobody out, and what is open to all stays open',
    async (name) => {
      const url = all.urlOf(name)
      for (const operation of await protectedOperations(url)) {
        const answer = await send(operation, forge.good(name))
        expect([answer.status, operation.url]).toEqual([503, operation.url])
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
      for (const operation of await openOperations(url))
        if (operation.method === 'GET')
          expect((await send(operation)).status, operation.url).toBeLessThan(500)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
    },
  )

  test('once it answers, every service lets people in again', async () => {
    mend()
    for (const name of services)
      for (const operation of (await protectedOperations(all.urlOf(name))).slice(0, 1))
        await expect
          .poll(async () => (await send(operation, forge.good(name))).status, { timeout: 20_000 })
          .not.toBe(503)
  })
})
