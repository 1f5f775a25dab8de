import type pg from 'pg'
import type { Broker } from '../src/broker.ts'
import { fixedClock } from '../src/clock.ts'
import { type Database, inTransaction, type Sql } from '../src/database.ts'
import { publisher } from '../src/outbox.ts'

/** A publisher of facts about things; `n` counts them. */
export const contract = {
  source: 'urn:peercert:things',
  topic: 'peercert.things.v1',
  types: {
    'thing.done': {
      type: 'object',
      additionalProperties: false,
      required: ['n'],
      properties: { n: { type: 'integer' } },
    },
    'thing.undone': { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
  },
}
export interface Things {
  'thing.done': { n: number }
  'thing.undone': { n: number }
}

export const clock = fixedClock('2026-06-15T19:00:00Z')
export const things = publisher<Things>(contract, clock)

/** What a Prisma client does for the chassis, on a plain pool. */
export function databaseOf(pool: pg.Pool): Database {
  return { $transaction: (work) => inTransaction(pool, (client) => work(sqlOf(client))) }
}

function sqlOf(client: pg.PoolClient): Sql {
  const textOf = (parts: TemplateStringsArray) =>
    parts.reduce((text, part, index) => `${text}$${index}${part}`)
  return {
    async $executeRaw(parts, ...values) {
      return (await client.query(textOf(parts), values)).rowCount ?? 0
    },
    async $queryRaw<T>(parts: TemplateStringsArray, ...values: unknown[]) {
      return (await client.query(textOf(parts), values)).rows as T
    },
  }
}

/** A broker that only remembers; for relays. */
export function deafBroker(publishWith: Broker['publish'] = async () => {}): Broker {
  return {
    ready: () => true,
    open: async () => {},
    publish: publishWith,
    consume: async () => ({ stop: async () => {} }),
    pending: async () => new Map(),
    passed: async () => true,
    release: async () => {},
  }
}
