import type pg from 'pg'
import type { Clock } from './clock.ts'
import type { EventContract } from './contract.ts'
import type { Sql } from './database.ts'
import { compileEventData } from './event-schema.ts'
import { reached } from './reached.ts'
import { currentTraceparent } from './spans.ts'

export interface Outgoing<Data> {
  readonly key: string
  readonly data: Data
}

export interface Publisher<Events> {
  /**
   * The event is a row of the same transaction as the change it reports, so neither can exist
   * without the other; the relay sends it. `key` orders: the account, for everything about a person.
   */
  publish<Type extends keyof Events & string>(
    tx: Sql,
    type: Type,
    key: string,
    data: Events[Type],
  ): Promise<void>
  /** The same for many at once, in one statement on a plain client. */
  publishMany<Type extends keyof Events & string>(
    client: pg.ClientBase,
    type: Type,
    events: readonly Outgoing<Events[Type]>[],
  ): Promise<void>
}

/** CloudEvents travel as one record; a broker refuses what is larger. */
const maxBytes = 60 * 1024

const insertMany = {
  name: 'outbox-insert-many',
  text: `insert into outbox (type, key, data, occurred_at, traceparent)
    select $1, key, data, $2::timestamptz, $3
    from unnest($4::text[], $5::json[]) as event (key, data)`,
}

/** The only way to publish. Data that breaks the contract throws, and takes the change with it. */
export function publisher<Events>(contract: EventContract, clock: Clock): Publisher<Events> {
  const check = compileEventData(contract)
  const encode = (type: string, data: unknown): string => {
    check(type, data)
    const json = JSON.stringify(data)
    if (json.length > maxBytes) throw new Error(`${type} is too large for one event`)
    return json
  }
  return {
    async publish(tx, type, key, data) {
      const json = encode(type, data)
      const at = clock.now().toISOString()
      const trace = currentTraceparent()
      await reached('change.after-domain-row', type)
      await tx.$executeRaw`insert into outbox (type, key, data, occurred_at, traceparent)
        values (${type}, ${key}, ${json}::json, ${at}::timestamptz, ${trace})`
      await reached('change.after-outbox-row', type)
    },
    async publishMany(client, type, events) {
      if (events.length === 0) return
      const keys = events.map((event) => event.key)
      const data = events.map((event) => encode(type, event.data))
      const at = clock.now().toISOString()
      await reached('change.after-domain-row', type)
      await client.query({ ...insertMany, values: [type, at, currentTraceparent(), keys, data] })
      await reached('change.after-outbox-row', type)
    },
  }
}
