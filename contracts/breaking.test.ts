import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { breakingChanges, breaksOfAll, type Contract } from './breaking.ts'
import type { Json } from './inline.ts'
import { release } from './release.ts'

const contract: Contract = {
  api: {
    openapi: '3.1.0',
    info: { title: 'Example', version: '1' },
    paths: {
      '/people/{id}': {
        post: {
          operationId: 'changePerson',
          'x-roles': ['reviewer', 'admin'],
          'x-problems': ['gone'],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: content({
            type: 'object',
            additionalProperties: false,
            required: ['name'],
            properties: {
              name: { type: 'string', maxLength: 100 },
              why: { type: 'string', enum: ['call', 'review'] },
              note: { type: ['string', 'null'] },
            },
          }),
          responses: {
            200: {
              description: 'Changed.',
              ...content({
                type: 'object',
                required: ['id', 'at'],
                properties: {
                  id: { type: 'string' },
                  at: { type: 'string', format: 'date-time' },
                  note: { type: 'string' },
                  home: { anyOf: [{ type: 'object' }, { type: 'null' }] },
                },
              }),
            },
          },
        },
      },
    },
  },
  events: {
    topic: 'peercert.example.v1',
    types: {
      'person.changed': {
        type: 'object',
        required: ['id', 'fields'],
        properties: { id: { type: 'string' }, fields: { type: 'array' }, more: { type: 'string' } },
      },
    },
  },
}

function content(schema: object) {
  return { content: { 'application/json': { schema } } }
}

const changed = (change: (copy: Json) => void): string[] => {
  const copy = structuredClone(contract) as Json
  change(copy)
  return breakingChanges(contract, copy)
}
const operation = (copy: Json) => copy.api.paths['/people/{id}'].post
const request = (copy: Json) => operation(copy).requestBody.content['application/json'].schema
const answer = (copy: Json) => operation(copy).responses[200].content['application/json'].schema
const event = (copy: Json) => copy.events.types['person.changed']

describe('a break is found:', () => {
  const breaks: [string, (copy: Json) => void][] = [
    ['an operation is gone', (copy) => delete copy.api.paths['/people/{id}'].post],
    ['a path is gone', (copy) => delete copy.api.paths['/people/{id}']],
    ['the whole contract is gone', (copy) => delete copy.api],
    ['an operation has another name', (copy) => (operation(copy).operationId = 'changeIt')],
    ['a role is shut out', (copy) => operation(copy)['x-roles'].pop()],
    ['a field must be sent', (copy) => request(copy).required.push('why')],
    [
      'a new field must be sent',
      (copy) => {
        request(copy).properties.age = { type: 'integer' }
        request(copy).required.push('age')
      },
    ],
    ['a field may not be sent', (copy) => delete request(copy).properties.why],
    ['a text must be shorter', (copy) => (request(copy).properties.name.maxLength = 50)],
    ['a word may not be sent', (copy) => request(copy).properties.why.enum.pop()],
    ['a pattern is asked for', (copy) => (request(copy).properties.name.pattern = '^a')],
    ['null may not be sent', (copy) => (request(copy).properties.note.type = ['string'])],
    [
      'a parameter must be sent',
      (copy) =>
        operation(copy).parameters.push({
          name: 'day',
          in: 'query',
          required: true,
          schema: { type: 'string' },
        }),
    ],
    [
      'an answer has another status',
      (copy) => (operation(copy).responses = { 201: operation(copy).responses[200] }),
    ],
    ['an answer has another type', (copy) => (answer(copy).properties.id.type = 'integer')],
    ['an answer has another format', (copy) => (answer(copy).properties.at.format = 'date')],
    ['an answer may be null', (copy) => (answer(copy).properties.id.type = ['string', 'null'])],
    ['an answer lacks an optional field', (copy) => delete answer(copy).properties.note],
    ['an answer may lack a field', (copy) => (answer(copy).required = ['id'])],
    [
      'an answer has a new shape',
      (copy) => answer(copy).properties.home.anyOf.push({ type: 'string' }),
    ],
    ['an event is gone', (copy) => delete copy.events.types['person.changed']],
    ['events go elsewhere', (copy) => (copy.events.topic = 'peercert.example.v2')],
    ['an event has another type', (copy) => (event(copy).properties.id.type = 'integer')],
    ['an event lacks an optional field', (copy) => delete event(copy).properties.more],
    ['an event may lack a field', (copy) => event(copy).required.pop()],
    [
      'an event lacks a field',
      (copy) => {
        delete event(copy).properties.fields
        event(copy).required.pop()
      },
    ],
  ]
  test.each(breaks)('%s', (_what, change) => {
    expect(changed(change)).not.toEqual([])
  })
})

describe('no break:', () => {
  const additions: [string, (copy: Json) => void][] = [
    ['nothing changed', () => {}],
    ['an operation more', (copy) => (copy.api.paths['/more'] = { get: operation(copy) })],
    ['a role more, in another order', (copy) => operation(copy)['x-roles'].unshift('finance')],
    ['a refusal more', (copy) => operation(copy)['x-problems'].push('new')],
    ['a field that may be sent', (copy) => (request(copy).properties.age = { type: 'integer' })],
    ['a field that need not be sent', (copy) => (request(copy).required = [])],
    ['a longer text', (copy) => (request(copy).properties.name.maxLength = 200)],
    ['a field more in an answer', (copy) => (answer(copy).properties.age = { type: 'integer' })],
    ['a field that is always there', (copy) => answer(copy).required.push('note')],
    ['other words', (copy) => (operation(copy).summary = 'Changes a person.')],
    ['an event more', (copy) => (copy.events.types['person.moved'] = event(copy))],
    ['a field more in an event', (copy) => (event(copy).properties.age = { type: 'integer' })],
  ]
  test.each(additions)('%s', (_what, change) => {
    expect(changed(change)).toEqual([])
  })
})

describe('releasing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peercert-contracts-'))
  const url = pathToFileURL(`${folder}/`)
  cpSync(new URL('generated', import.meta.url), join(folder, 'generated'), { recursive: true })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('writes a copy of every contract, with which nothing breaks', () => {
    expect(breaksOfAll(url)).toEqual([])
    const names = release(url, { breaking: false })
    expect(names).toContain('identity.json')
    expect(readdirSync(join(folder, 'released'))).toEqual(names)
    expect(breaksOfAll(url)).toEqual([])
  })

  test('refuses a break of the real contracts, unless it is said to be meant', () => {
    const file = join(folder, 'generated/identity.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll('"getMyProfile"', '"readMyProfile"'))
    expect(breaksOfAll(url)).toEqual([expect.stringContaining('identity: paths//me/profile/get')])
    expect(() => release(url, { breaking: false })).toThrow('would break')
    release(url, { breaking: true })
    expect(breaksOfAll(url)).toEqual([])
  })
})
