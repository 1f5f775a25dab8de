import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SignJWT } from 'jose'
import { createVerifier, type Verify } from '../src/caller.ts'
import { eventually } from '../src/eventually.ts'
import { keyCache } from '../src/keys.ts'
import { Problem } from '../src/problem.ts'
import { serviceClaims, type TestIssuer, testIssuer } from '../src/test-issuer.ts'

let issuer: TestIssuer
let verify: Verify
const person = { sub: 'ana', azp: 'portal', sid: 's1', realm_access: { roles: ['peer'] } }
const certs = 'GET /realms/peers/protocol/openid-connect/certs'
const now = () => Math.floor(Date.now() / 1_000)

const fresh = (keyWaitMs = 180) => {
  const { peers, staff } = issuer
  return createVerifier({ issuers: { peers, staff }, audience: 'payments', keyWaitMs })
}
/** How often the peers' keys were asked for. */
const asked = () => issuer.standIn.requests.filter(({ path }) => certs.endsWith(path)).length
const bearer = (token: string, by = verify) => by(`Bearer ${token}`)
const refusal = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => expect.unreachable('it was accepted'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Problem)
      return error as Problem
    },
  )

beforeAll(async () => {
  issuer = await testIssuer('payments')
  verify = fresh(10_000)
})
afterAll(() => issuer.close())

describe('a good token', () => {
  test('of a person names subject, realm and roles', async () => {
    expect(await bearer(await issuer.sign('peers', person))).toEqual({
      subject: 'ana',
      realm: 'peers',
      roles: ['peer'],
      service: null,
    })
  })

  test('without any role has none', async () => {
    const caller = await bearer(await issuer.sign('staff', { sub: 'rae', azp: 'portal' }))
    expect(caller).toMatchObject({ realm: 'staff', roles: [] })
  })

  test('of a service account names its client, whether or not it carries a user name', async () => {
    const { preferred_username: _, ...plain } = serviceClaims('applications')
    for (const claims of [serviceClaims('applications'), plain])
      expect((await bearer(await issuer.sign('peers', claims))).service).toBe('applications')
  })

  test('for several audiences counts for each of them', async () => {
    const token = await issuer.sign('peers', { ...person, aud: ['identity', 'payments'] })
    expect((await bearer(token)).subject).toBe('ana')
  })

  test('is accepted 29 seconds after its end and refused after 31', async () => {
    const ended = (ago: number) => issuer.sign('peers', { ...person, exp: now() - ago })
    expect((await bearer(await ended(28))).subject).toBe('ana')
    expect((await refusal(bearer(await ended(31)))).type).toBe('unauthenticated')
  })
})

describe('a person cannot pass for a service', () => {
  const service = serviceClaims('applications')
  test.each([
    ['with a browser session', 'peers', { ...service, sid: 's1' }],
    ['without the role', 'peers', { ...service, realm_access: { roles: ['peer'] } }],
    ['by another name', 'peers', { ...service, preferred_username: 'ana' }],
    ['from the realm of staff', 'staff', service],
  ] as const)('%s', async (_how, realm, claims) => {
    // The portal's tokens are a person's, whatever else they say; no other client speaks for one.
    const own = await bearer(await issuer.sign(realm, { ...claims, azp: 'portal' }))
    expect(own.service).toBeNull()
    expect((await refusal(bearer(await issuer.sign(realm, claims)))).type).toBe('unauthenticated')
  })
})

describe('refused', () => {
  test.each<[string, () => Promise<string>]>([
    ['another issuer', () => issuer.sign('peers', { ...person, iss: 'http://evil/realms/peers' })],
    [
      'an issuer that only begins alike',
      () => issuer.sign('peers', { ...person, iss: `${issuer.peers}x` }),
    ],
    [
      'a token of staff signed with a key of peers',
      () => issuer.sign('peers', { ...person, iss: issuer.staff }),
    ],
    ['another audience', () => issuer.sign('peers', { ...person, aud: 'identity' })],
    ['no audience', () => issuer.sign('peers', { ...person, aud: [] })],
    ['a token for ten years', () => issuer.sign('peers', { ...person, exp: now() + 315_360_000 })],
    ['made in the future', () => issuer.sign('peers', { ...person, iat: now() + 120 })],
    ['a token that another client got', () => issuer.sign('peers', { ...person, azp: 'partner' })],
    ['not yet valid', () => issuer.sign('peers', { ...person, nbf: now() + 120 })],
    ['an ID token', () => issuer.sign('peers', { ...person, typ: 'ID' })],
    ['a refresh token', () => issuer.sign('peers', { ...person, typ: 'Refresh' })],
    ['a token without subject', () => issuer.sign('peers', { azp: 'portal' })],
    ['an unknown key', () => issuer.sign('peers', person, { kid: 'nobody-has-this' })],
    [
      'a key with a path as its name',
      () => issuer.sign('peers', person, { kid: '../../etc/passwd' }),
    ],
    [
      'a wrong signature',
      async () => `${(await issuer.sign('peers', person)).slice(0, -8)}AAAAAAAA`,
    ],
    [
      'alg none',
      async () => {
        const [, claims] = (await issuer.sign('peers', person)).split('.')
        const header = Buffer.from('{"alg":"none"}').toString('base64url')
        return `${header}.${claims}.AA`
      },
    ],
    [
      'HS256 with the public key as secret',
      async () => {
        const body = await (await fetch(`${issuer.peers}/protocol/openid-connect/certs`)).text()
        return new SignJWT({ ...person, typ: 'Bearer', iss: issuer.peers, aud: 'payments' })
          .setProtectedHeader({ alg: 'HS256', kid: 'x' })
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(body))
      },
    ],
    ['rubbish', async () => 'x.y.z'],
  ])('%s', async (_what, token) => {
    expect((await refusal(bearer(await token()))).type).toBe('unauthenticated')
  })

  test.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer a.b', 'Bearer a.b.c d'])(
    'the header %s',
    async (header) => {
      expect((await refusal(verify(header))).type).toBe('unauthenticated')
    },
  )

  test('every refusal looks the same', async () => {
    const wrong = await issuer.sign('peers', { ...person, aud: 'identity' })
    expect((await refusal(bearer(wrong))).details).toEqual({})
  })
})

describe('when the key address', () => {
  const good = () => issuer.sign('peers', person)
  let restore: () => void
  afterEach(() => restore())

  test.each([
    ['answers 503', () => ({ status: 503 })],
    ['answers with a page', () => ({ status: 200, body: '<html>maintenance</html>' })],
    ['answers JSON without keys', () => ({ status: 200, body: { error: 'x' } })],
    ['hangs', () => new Promise<never>(() => {})],
  ])('%s, nobody is told to sign in again: 503 with Retry-After, quickly', async (_how, broken) => {
    restore = issuer.standIn.answer(certs, broken)
    // The fetch itself would be given up after three seconds only.
    const began = performance.now()
    const all = await Promise.all([1, 2, 3].map(async () => refusal(bearer(await good(), fresh()))))
    expect(performance.now() - began).toBeLessThan(2_500)
    for (const { type, details } of all) {
      expect(type).toBe('unavailable')
      expect(details.retryAfter).toBeGreaterThan(0)
    }
  })

  test('hangs, nobody waits for it and only one fetch is under way', async () => {
    restore = issuer.standIn.answer(certs, () => new Promise<never>(() => {}))
    const token = await good()
    const before = asked()
    const by = fresh()
    const began = performance.now()
    await Promise.all(Array.from({ length: 20 }, () => refusal(bearer(token, by))))
    expect(performance.now() - began).toBeLessThan(2_500)
    expect(asked() - before).toBe(1)
  })

  test('breaks after it has worked, known keys go on working', async () => {
    const by = fresh(10_000)
    await bearer(await good(), by)
    restore = issuer.standIn.answer(certs, () => ({ status: 503 }))
    expect((await bearer(await good(), by)).subject).toBe('ana')
    const unknown = await issuer.sign('peers', person, { kid: 'new-one' })
    expect((await refusal(bearer(unknown, by))).type).toBe('unavailable')
  })

  test('does not have a key, it is not asked for that key again for a while', async () => {
    restore = () => {}
    const by = fresh(10_000)
    const token = await issuer.sign('peers', person, { kid: 'never-there' })
    await refusal(bearer(token, by))
    const before = issuer.standIn.requests.length
    for (let again = 0; again < 5; again += 1)
      expect((await refusal(bearer(token, by))).type).toBe('unauthenticated')
    expect(issuer.standIn.requests.length).toBe(before)
  })
})

test('a rotation costs no request: the first token of a new key fetches it at once', async () => {
  const by = fresh(10_000)
  const old = await issuer.sign('peers', person)
  await bearer(old, by)
  await issuer.rotate()
  expect((await bearer(await issuer.sign('peers', person), by)).subject).toBe('ana')
  expect((await refusal(bearer(old, by))).type).toBe('unauthenticated')
})

describe('keys that are old', () => {
  const cache = () =>
    keyCache({ url: issuer.standIn.url + certs.slice(4), waitMs: 10_000, refreshMs: -1 })
  const kidOf = async () => {
    const header = (await issuer.sign('peers', person)).split('.')[0] ?? ''
    return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid
  }

  test('are asked for again behind a request, so that a key is known before it signs', async () => {
    const keys = cache()
    const first = await kidOf()
    await keys.find(first)
    await issuer.rotate()
    const next = await kidOf()
    expect(await keys.find(first)).toBeDefined()
    await eventually(async () => ((await keys.find(first)) ? undefined : true), 'the old key to go')
    const before = asked()
    expect(await keys.find(next)).toBeDefined()
    expect(asked()).toBeLessThanOrEqual(before + 1)
  })

  test.each([
    ['an empty list', () => ({ status: 200, body: { keys: [] } })],
    ['a page', () => ({ status: 200, body: '<html></html>' })],
    ['503', () => ({ status: 503 })],
  ])('stay when the address answers with %s', async (_what, broken) => {
    const keys = cache()
    const kid = await kidOf()
    await keys.find(kid)
    const undo = issuer.standIn.answer(certs, broken)
    const before = asked()
    await keys.find(kid)
    await eventually(async () => asked() > before || undefined, 'the fetch behind it')
    expect(await keys.find(kid)).toBeDefined()
    undo()
  })
})

test('keys that were on their way before the rotation are no proof that the new key is missing', async () => {
  const old = await issuer.sign('peers', person)
  const answer = await (await fetch(`${issuer.peers}/protocol/openid-connect/certs`)).json()
  let send = () => {}
  const sent = new Promise<void>((resolve) => {
    send = resolve
  })
  const undo = issuer.standIn.answer(certs, async () => {
    await sent
    return { status: 200, body: answer }
  })
  const before = asked()
  const by = fresh(10_000)
  const first = bearer(old, by)
  await eventually(async () => asked() > before || undefined, 'the first fetch')
  undo()
  await issuer.rotate()
  const second = bearer(await issuer.sign('peers', person), by)
  send()
  expect((await first).subject).toBe('ana')
  expect((await second).subject).toBe('ana')
})
