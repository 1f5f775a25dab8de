import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { type ApiOptions, buildApi } from '../src/api.ts'
import { type Caller, nobody } from '../src/caller.ts'
import { createLog } from '../src/log.ts'
import { Problem } from '../src/problem.ts'
import { createMetrics } from '../src/telemetry.ts'

type Any = ApiOptions<Record<string, never>, object>

const id = {
  name: 'thingId',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
}
const thing = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer' } },
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0.0' },
  components: { schemas: { Thing: thing } },
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        'x-roles': ['anyone'],
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 } },
          { name: 'X-Wish', in: 'header', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'All.', ...json({ type: 'array', items: thing }) } },
      },
      post: {
        operationId: 'createThing',
        'x-roles': ['peer', 'reviewer', 'service:jobs'],
        'x-problems': ['thing-taken'],
        requestBody: { required: true, ...json({ $ref: '#/components/schemas/Thing' }) },
        responses: {
          201: { description: 'Made.', ...json({ $ref: '#/components/schemas/Thing' }) },
        },
      },
    },
    '/things/{thingId}/print': {
      get: {
        operationId: 'printThing',
        'x-roles': ['peer'],
        'x-problems': [],
        parameters: [id],
        responses: { 200: { description: 'Paper.', content: { 'application/pdf': {} } } },
      },
    },
  },
}
const problems = { 'thing-taken': [409, 'There is one already'] } as const
const people: Record<string, Caller> = {
  ana: { subject: 'ana', realm: 'peers', roles: ['peer'], service: null },
  rae: { subject: 'rae', realm: 'staff', roles: ['reviewer'], service: null },
  mallory: { subject: 'mallory', realm: 'peers', roles: ['reviewer'], service: null },
  eve: { subject: 'eve', realm: 'staff', roles: ['peer'], service: null },
  jobs: { subject: 'x', realm: 'peers', roles: ['service', 'peer'], service: 'jobs' },
  mail: { subject: 'y', realm: 'peers', roles: ['service', 'peer'], service: 'mail' },
}
const answers = {
  listThings: async () => ({ status: 200, body: [{ name: 'a', secret: 'column' }] }),
  createThing: async ({ body }: { body: object }) => ({ status: 201, body }),
  printThing: async () => ({ status: 200, body: Buffer.from('%PDF-1.7') }),
}

let app: FastifyInstance | undefined
let lines: string[] = []
afterEach(async () => {
  await app?.close()
  app = undefined
  lines = []
})

async function build(changes: object = {}): Promise<FastifyInstance> {
  const options = {
    document,
    handlers: answers,
    problems,
    deps: {},
    verify: async (authorization: string | undefined) => {
      const caller = people[authorization?.replace('Bearer ', '') ?? '']
      if (!caller) throw new Problem('unauthenticated')
      return caller
    },
    log: createLog('things', {
      level: 'error',
      destination: { write: (line) => lines.push(line) },
    }),
    metrics: createMetrics('things'),
    rateLimit: 0,
    trustProxy: [],
    bodyLimit: 1_000,
    checkAnswers: false,
    ...changes,
  }
  app = await buildApi(options as unknown as Any)
  return app
}

const as = (who: string) => ({ authorization: `Bearer ${who}` })
const post = async (payload: unknown, headers: Record<string, string> = {}) =>
  (app ?? (await build())).inject({
    method: 'POST',
    url: '/things',
    headers: { ...as('ana'), ...headers },
    payload: payload as object,
  })

describe('it refuses to be built', () => {
  const { createThing: _, ...missing } = answers
  const without = (name: string) => {
    const copy = structuredClone(document) as unknown as {
      paths: Record<string, Record<string, Record<string, unknown>>>
    }
    delete copy.paths['/things']?.post?.[name]
    return copy
  }
  test.each<[string, object, string]>([
    ['without a handler', { handlers: missing }, 'createThing has no handler'],
    [
      'with a handler nobody promised',
      { handlers: { ...answers, extra: async () => {} } },
      'handler extra has no operation',
    ],
    ['without roles', { document: without('x-roles') }, 'createThing names no x-roles'],
    ['with a refusal that problems.ts lacks', { problems: {} }, 'problems.ts does not have it'],
    [
      'with a refusal no operation lists',
      { document: without('x-problems') },
      'no operation lists it',
    ],
    [
      'without an operationId',
      { document: without('operationId') },
      'post /things has no operationId',
    ],
    ['without a success', { document: without('responses') }, 'createThing promises no success'],
  ])('%s', async (_what, changes, message) => {
    await expect(build(changes)).rejects.toThrow(message)
  })

  test('when an idempotent operation does not require the key', async () => {
    const copy = structuredClone(document)
    Object.assign(copy.paths['/things'].post, { 'x-idempotent': true })
    await expect(build({ document: copy })).rejects.toThrow(
      'must require the header Idempotency-Key',
    )
  })
})

describe('who may call', () => {
  test.each([
    ['ana', 201],
    ['rae', 201],
    ['jobs', 201],
    ['mail', 403],
    ['mallory', 403],
    ['eve', 403],
    ['nobody', 401],
  ])('%s gets %i', async (who, status) => {
    expect((await post({ name: 'a' }, as(who))).statusCode).toBe(status)
  })

  test('is decided before the body is read', async () => {
    await build()
    const reply = await post('{ this is not JSON', {
      ...as('mail'),
      'content-type': 'application/json',
    })
    expect(reply.statusCode).toBe(403)
  })

  test('an operation open to anyone does not look at tokens, and knows nobody', async () => {
    let seen: Caller | undefined
    await build({
      handlers: {
        ...answers,
        listThings: async ({ caller }: { caller: Caller }) => {
          seen = caller
          return { status: 200, body: [] }
        },
      },
    })
    const reply = await app?.inject({ url: '/things', headers: as('a-broken-token') })
    expect(reply?.statusCode).toBe(200)
    expect(seen).toBe(nobody)
  })
})

describe('a body', () => {
  test.each([
    ['XML', 'application/xml'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['JSON with a tab behind it', 'application/json\ta'],
    ['two types', 'application/json, text/plain'],
    ['JSON of a vendor', 'application/vnd.api+json'],
    ['nothing said', ''],
  ])('as %s is never let in unchecked', async (_what, type) => {
    const reply = await post('{"name":"","admin":true}', { 'content-type': type })
    expect([400, 415]).toContain(reply.statusCode)
    expect(reply.headers['content-type']).toContain('application/problem+json')
  })

  test.each(['text/plain', 'text/plain; charset=utf-8', 'TEXT/PLAIN'])(
    'as %s is refused before anything reads it',
    async (type) => {
      const reply = await post('{"name":"a"}', { 'content-type': type })
      expect(reply.json()).toMatchObject({ type: 'unsupported-media-type', status: 415 })
    },
  )

  test('that does not fit names every place by a pointer', async () => {
    const reply = await post({ name: '', age: '7', admin: true })
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ type: 'bad-request', status: 400 })
    const fields = (reply.json() as { errors: { field: string }[] }).errors.map(
      ({ field }) => field,
    )
    expect(fields.toSorted()).toEqual(['/body/admin', '/body/age', '/body/name'])
  })

  test.each(['{"name":"a","__proto__":{"x":1}}', '{"name":"a","constructor":{"prototype":{}}}'])(
    'that reaches for prototypes is refused: %s',
    async (text) => {
      expect((await post(text, { 'content-type': 'application/json' })).statusCode).toBe(400)
    },
  )

  test('that is missing is refused', async () => {
    const reply = await (
      await build()
    ).inject({ method: 'POST', url: '/things', headers: as('ana') })
    expect(reply.statusCode).toBe(400)
  })

  test('that is too large is refused as such', async () => {
    expect((await post({ name: 'a'.repeat(2_000) })).json()).toMatchObject({
      type: 'payload-too-large',
    })
  })
})

test('path and query are read as their type, and unknown query names are refused', async () => {
  await build()
  const status = async (url: string) => (await app?.inject({ url, headers: as('ana') }))?.statusCode
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
    expect(lines.join()).toContain(reference)
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
      seen.push((await app?.inject({ url: '/things', headers }))?.statusCode)
    return seen
  }

  test('of an address are told when to come back', async () => {
    expect(await statuses({}, {}, {}, {})).toEqual([200, 200, 200, 429])
    const reply = await app?.inject({ url: '/things' })
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
    const query = await app?.inject({ url: `${url}a%00b` })
    expect(query?.json()).toMatchObject({ status: 400, errors: [{ field: '/query/wish' }] })
    const path = await app?.inject({ url: '/things/a%00b/print', headers: as('ana') })
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
    expect((await app?.inject({ url: '/things' }))?.statusCode).toBe(500)
    expect(lines.join()).toContain('listThings answers against its contract')
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
    expect(lines.join()).toContain('did not go through once()')
  })
})

test('a status that the contract does not promise is a bug', async () => {
  await build({ handlers: { ...answers, createThing: async () => ({ status: 204 }) } })
  expect((await post({ name: 'a' })).statusCode).toBe(500)
  expect(lines.join()).toContain('does not promise status 204')
})

test('log lines keep to the fields that are allowed', async () => {
  await build()
  app?.log.error({ email: 'ana@example.org', body: { name: 'Ana' }, reference: 'AAAA-22' }, 'x')
  expect(lines.join()).toContain('AAAA-22')
  expect(lines.join()).not.toMatch(/ana@example|Ana/)
})
