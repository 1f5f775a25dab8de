import type { FastifyInstance } from 'fastify'
import { afterEach } from 'vitest'
import { type ApiOptions, buildApi } from '../src/api.ts'
import { type Caller } from '../src/caller.ts'
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
export const document = {
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
export const problems = { 'thing-taken': [409, 'There is one already'] } as const
export const people: Record<string, Caller> = {
  ana: { subject: 'ana', realm: 'peers', roles: ['peer'], service: null },
  rae: { subject: 'rae', realm: 'staff', roles: ['reviewer'], service: null },
  mallory: { subject: 'mallory', realm: 'peers', roles: ['reviewer'], service: null },
  eve: { subject: 'eve', realm: 'staff', roles: ['peer'], service: null },
  jobs: { subject: 'x', realm: 'peers', roles: ['service', 'peer'], service: 'jobs' },
  mail: { subject: 'y', realm: 'peers', roles: ['service', 'peer'], service: 'mail' },
}
export const answers = {
  listThings: async () => ({ status: 200, body: [{ name: 'a', secret: 'column' }] }),
  createThing: async ({ body }: { body: object }) => ({ status: 201, body }),
  printThing: async () => ({ status: 200, body: Buffer.from('%PDF-1.7') }),
}

/** The one API of the test that runs, and what it logged. */
export const things: { app: FastifyInstance | undefined; lines: string[] } = {
  app: undefined,
  lines: [],
}
afterEach(async () => {
  await things.app?.close()
  things.app = undefined
  things.lines = []
})

export async function build(changes: object = {}): Promise<FastifyInstance> {
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
      destination: { write: (line) => things.lines.push(line) },
    }),
    metrics: createMetrics('things'),
    rateLimit: 0,
    trustProxy: [],
    bodyLimit: 1_000,
    checkAnswers: false,
    ...changes,
  }
  things.app = await buildApi(options as unknown as Any)
  return things.app
}

export const as = (who: string) => ({ authorization: `Bearer ${who}` })
export const post = async (payload: unknown, headers: Record<string, string> = {}) =>
  (things.app ?? (await build())).inject({
    method: 'POST',
    url: '/things',
    headers: { ...as('ana'), ...headers },
    payload: payload as object,
  })
