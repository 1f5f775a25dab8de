import { buildApi } from '../src/api.ts'
import { consume } from '../src/consumers.ts'
import type { Sql } from '../src/database.ts'
import { defineService } from '../src/service.ts'
import { contract, databaseOf, type Things, things } from './kit-facts.ts'

const count = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }

/** Takes a number, says it as a fact, hears its own fact and writes the number down. */
export const counter = defineService({
  name: 'counter',
  config: {},
  events: contract,
  async build(context) {
    const db = databaseOf(context.pool)
    const count = async ({ body: { n } }: { body: { n: number } }) => {
      await db.$transaction((tx) => things.publish(tx, 'thing.done', `key-${n % 5}`, { n }))
      return { status: 202 }
    }
    const app = await buildApi({
      ...context.http,
      document: countDocument,
      problems: {},
      deps: {},
      handlers: { count } as never,
    })
    const consumer = consume<Things, Sql>(db, contract, {
      'thing.done': async (event, tx) => {
        await tx.$executeRaw`insert into effect (n) values (${event.data.n})`
      },
    })
    return { app, consumers: [consumer] }
  },
})

const countDocument = {
  openapi: '3.1.0',
  info: { title: 'Counter', version: '1.0.0' },
  paths: {
    '/numbers': {
      post: {
        operationId: 'count',
        'x-roles': ['anyone'],
        'x-problems': [],
        requestBody: { required: true, content: { 'application/json': { schema: count } } },
        responses: { 202: { description: 'Counted.' } },
      },
    },
  },
}
