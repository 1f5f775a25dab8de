import { describe, expect, test } from 'vitest'
import { TransientError } from '../src/transient.ts'
import { Problem } from '../src/problem.ts'
import { answers, as, build, document, post, things } from './things-api.ts'

test('path and query are read as their type, and unknown query names are refused', async () => {
  await build()
  const status = async (url: string) =>
    (await things.app?.inject({ url, headers: as('ana') }))?.statusCode
  expect(await status('/things?page=2')).toBe(200)
  expect(await status('/things?page=0')).toBe(400)
  expect(await status('/things?page=2&email[not]=x')).toBe(400)
  expect(await status('/things/not-a-uuid/print')).toBe(400)
})

test('an extra column never leaks', async () => {
  const reply = await (await build()).inject({ url: '/things' })
  expect(reply.json()).toEqual([{ name: 'a' }])
})

test('an answer that is no JSON is sent as the contract says', async () => {
  const url = `/things/${crypto.randomUUID()}/print`
  const reply = await (await build()).inject({ url, headers: as('ana') })
  expect(reply.headers['content-type']).toBe('application/pdf')
  expect(reply.rawPayload.toString()).toBe('%PDF-1.7')
})

describe('a refusal', () => {
  const refusing = (thrown: Error) => ({
    handlers: { ...answers, createThing: async () => Promise.reject(thrown) },
  })

  test('of the service answers with its status, title and members', async () => {
    const extra = { detail: 'Take another.', retryAfter: 7, total: 8_000 }
    await build(refusing(new Problem('thing-taken', extra)))
    const reply = await post({ name: 'a' })
    expect(reply.headers['retry-after']).toBe('7')
    expect(reply.json()).toEqual({
      type: 'thing-taken',
      title: 'There is one already',
      status: 409,
      detail: 'Take another.',
      total: 8_000,
    })
  })

  test.each([
    ['a bug', new Error('password=hunter2')],
    ['the error of another call', Object.assign(new Error('hunter2'), { statusCode: 404 })],
    ['a refusal nobody listed', new Problem('secret-thing', { detail: 'hunter2' })],
  ])('that is %s answers 500 without a word, and with a reference', async (_what, thrown) => {
    await build(refusing(thrown))
    const reply = await post({ name: 'a' })
    expect(reply.statusCode).toBe(500)
    expect(reply.body).not.toContain('hunter2')
    const { reference, ...rest } = reply.json() as { reference: string }
    expect(rest).toEqual({
      type: 'internal-error',
      title: 'Something broke on our side',
      status: 500,
    })
    expect(reference).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{2}$/)
    expect(things.lines.join()).toContain(reference)
  })

  test('of a path that does not exist is a problem, too', async () => {
    const reply = await (await build()).inject({ url: '/nowhere' })
    expect(reply.json()).toMatchObject({ type: 'not-found', status: 404 })
  })
})

test('answers carry the headers that browsers need, and no sniffing is allowed', async () => {
  const { headers } = await (await build()).inject({ url: '/things' })
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  })
})

describe('too many requests', () => {
  const statuses = async (...senders: Record<string, string>[]) => {
    await build({ rateLimit: 3 })
    const seen: (number | undefined)[] = []
    for (const headers of senders)
      seen.push((await things.app?.inject({ url: '/things', headers }))?.statusCode)
    return seen
  }

  test('of an address are told when to come back', async () => {
    expect(await statuses({}, {}, {}, {})).toEqual([200, 200, 200, 429])
    const reply = await things.app?.inject({ url: '/things' })
    expect(reply?.json()).toMatchObject({ type: 'too-many-requests' })
    expect(Number(reply?.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('of one person do not stop another who comes from the same address', async () => {
    const people = [as('ana'), as('ana'), as('ana'), as('ana'), as('rae')]
    expect(await statuses(...people)).toEqual([200, 200, 200, 429, 200])
  })

  test('of a service are not counted', async () => {
    expect(await statuses(...Array(6).fill(as('jobs')))).toEqual(Array(6).fill(200))
  })

  test('with tokens that are refused are counted, too', async () => {
    await build({ rateLimit: 3 })
    const seen = []
    for (let n = 0; n < 4; n += 1) seen.push((await post({ name: 'a' }, as(`try-${n}`))).statusCode)
    expect(seen).toEqual([401, 401, 401, 429])
  })
})

describe('a text with what no text may hold is refused, with its place:', () => {
  const url = '/things?wish='
  test.each<[string, string]>([
    ['{"name":"a\\u0000b"}', '/body/name'],
    ['{"name":"a\\ud800"}', '/body/name'],
    ['{"name":"a","deep":[{"x":"\\u0000"}]}', '/body/deep/0/x'],
    ['{"name":"a","\\u0000":1}', '/body'],
  ])('%s', async (text, field) => {
    const reply = await post(text, { 'content-type': 'application/json' })
    expect(reply.json()).toMatchObject({ type: 'bad-request', status: 400, errors: [{ field }] })
  })

  test('in the query and in the path', async () => {
    await build()
    const query = await things.app?.inject({ url: `${url}a%00b` })
    expect(query?.json()).toMatchObject({ status: 400, errors: [{ field: '/query/wish' }] })
    const path = await things.app?.inject({ url: '/things/a%00b/print', headers: as('ana') })
    expect(path?.json()).toMatchObject({ status: 400, errors: [{ field: '/path/thingId' }] })
  })

  test('and a body nested without end harms nobody', async () => {
    await build({ bodyLimit: 1_000_000 })
    const text = `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const reply = await post(text, { 'content-type': 'application/json' })
    expect(reply.statusCode).toBe(400)
  })
})

describe('in tests', () => {
  test('an answer against the contract is found', async () => {
    const wrong = async () => ({ status: 200, body: [{ name: '' }] })
    await build({ checkAnswers: true, handlers: { ...answers, listThings: wrong } })
    expect((await things.app?.inject({ url: '/things' }))?.statusCode).toBe(500)
    expect(things.lines.join()).toContain('listThings answers against its contract')
  })

  test('an idempotent operation that did not go through once() is found', async () => {
    const copy = structuredClone(document)
    const key = {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      schema: { type: 'string' },
    }
    Object.assign(copy.paths['/things'].post, { 'x-idempotent': true, parameters: [key] })
    await build({ document: copy, checkAnswers: true })
    expect((await post({ name: 'a' })).statusCode).toBe(400)
    expect((await post({ name: 'a' }, { 'idempotency-key': 'k' })).statusCode).toBe(500)
    expect(things.lines.join()).toContain('did not go through once()')
  })
})

test('a status that the contract does not promise is a bug', async () => {
  await build({ handlers: { ...answers, createThing: async () => ({ status: 204 }) } })
  expect((await post({ name: 'a' })).statusCode).toBe(500)
  expect(things.lines.join()).toContain('does not promise status 204')
})

test('log things.lines keep to the fields that are allowed', async () => {
  await build()
  things.app?.log.error(
    { email: 'ana@example.org', body: { name: 'Ana' }, reference: 'AAAA-22' },
    'x',
  )
  expect(things.lines.join()).toContain('AAAA-22')
  expect(things.lines.join()).not.toMatch(/ana@example|Ana/)
})

test('what waiting may heal is a 503 that says when to come back, not a bug', async () => {
  const lost = async () => {
    throw new TransientError('identity does not answer')
  }
  const api = await build({ handlers: { ...answers, listThings: lost } })
  const reply = await api.inject('/things')
  expect(reply.statusCode).toBe(503)
  expect(reply.headers['retry-after']).toBe('5')
  expect(reply.json()).toMatchObject({ type: 'unavailable' })
  expect(reply.body).not.toContain('identity')
})
