import { afterEach, beforeEach, expect, test } from 'vitest'
import { client } from '../src/client.ts'
import { type StandIn, standIn } from '../src/stand-in.ts'
import { serviceFetch, serviceTokens } from '../src/tokens.ts'
import { isTransient } from '../src/transient.ts'

const tokenRoute = 'POST /realms/peers/protocol/openid-connect/token'
let other: StandIn
let given: number
let life: number

beforeEach(async () => {
  given = 0
  life = 300
  other = await standIn({
    [tokenRoute]: () => ({
      status: 200,
      body: { access_token: `token-${(given += 1)}`, expires_in: life },
    }),
    'POST /contacts': ({ headers, body }) => ({
      status: 200,
      body: { got: headers.authorization, body },
    }),
  })
})
afterEach(() => other.close())

const tokens = (timeoutMs = 5_000) => {
  const issuer = `${other.url}/realms/peers`
  return serviceTokens({ issuer, clientId: 'payments', secret: 'secret-123', timeoutMs })
}
const ask = (by: typeof fetch) =>
  by(`${other.url}/contacts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"ids":[1]}',
  })

test('calls of a service carry its token, asked for once for all of them', async () => {
  const by = serviceFetch(tokens())
  const replies = await Promise.all([ask(by), ask(by), ask(by)])
  expect(await replies[0]?.json()).toEqual({ got: 'Bearer token-1', body: { ids: [1] } })
  await ask(by)
  expect(given).toBe(1)
  const asked = other.requests.find(({ path }) => path.endsWith('/token'))
  expect(asked?.headers.authorization).toBe(`Basic ${btoa('payments:secret-123')}`)
  expect(asked?.body).toBe('grant_type=client_credentials')
})

test('a token is renewed before it ends', async () => {
  life = 0
  const source = tokens()
  expect([await source(), await source()]).toEqual(['token-1', 'token-2'])
})

test('refused with a token that was good, it asks for a new one and tries once more', async () => {
  other.answer('POST /contacts', ({ headers, body }) =>
    headers.authorization === 'Bearer token-1' ? { status: 401 } : { status: 200, body },
  )
  const reply = await ask(serviceFetch(tokens()))
  expect(await reply.json()).toEqual({ ids: [1] })
  other.answer('POST /contacts', () => ({ status: 401 }))
  expect((await ask(serviceFetch(tokens()))).status).toBe(401)
})

test.each<[string, () => unknown]>([
  [
    'a service that hangs',
    () => other.answer('POST /contacts', () => new Promise<never>(() => {})),
  ],
  ['a service that is gone', () => other.close()],
  ['a sign-in that refuses', () => other.answer(tokenRoute, () => ({ status: 503 }))],
  ['a sign-in that hangs', () => other.answer(tokenRoute, () => new Promise<never>(() => {}))],
])('%s is worth waiting for', async (_what, trouble) => {
  const by = serviceFetch(tokens(200), { timeoutMs: 200 })
  await trouble()
  const error: unknown = await ask(by).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(isTransient(error)).toBe(true)
})

test('a typed client speaks through it', async () => {
  interface Paths {
    '/contacts': { post: { responses: { 200: { content: { 'application/json': object } } } } }
  }
  const contacts = client<Paths>(other.url, serviceFetch(tokens()))
  const { data } = await contacts.POST('/contacts', {})
  expect(data).toMatchObject({ got: 'Bearer token-1' })
})
