import { describe, expect, test } from 'vitest'
import { type Caller, nobody } from '../src/caller.ts'
import { answers, as, build, document, post, things } from './things-api.ts'

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
    const reply = await things.app?.inject({ url: '/things', headers: as('a-broken-token') })
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
