import type pg from 'pg'
import type { EventContract } from './contract.ts'
import type { Database, Sql } from './database.ts'

/** A fact from a service, checked against its contract. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly id: string
  readonly type: Type
  /** Program time at which it happened. */
  readonly time: Date
  /** The aggregate that orders it; the account for everything about a person. */
  readonly key: string
  readonly data: Data
  readonly traceparent: string | null
}

export type EventOf<Events, Type extends keyof Events & string> = Event<Type, Events[Type]>

/** One function per event type this service listens to. The inbox row commits with its work. */
export type EventHandlers<Events, Tx> = {
  [Type in keyof Events & string]?: (event: EventOf<Events, Type>, tx: Tx) => Promise<void>
}

export type BatchHandler<Events, Type extends keyof Events & string> = (
  events: readonly EventOf<Events, Type>[],
  client: pg.PoolClient,
) => Promise<void>

/** Who does the work for one or several types. */
export type Handling =
  | {
      readonly kind: 'single'
      readonly db: Database
      handle(event: Event, tx: Sql): Promise<void>
    }
  | {
      readonly kind: 'batch'
      handle(events: readonly Event[], client: pg.PoolClient): Promise<void>
    }

/** What a service does with the facts of one topic. */
export interface Consumer {
  readonly contract: EventContract
  /** By type. */
  readonly handling: ReadonlyMap<string, Handling>
}

/** Handles events one by one, each in a transaction of the service's own database. */
export function consume<Events, Tx extends Sql>(
  db: Database<Tx>,
  contract: EventContract,
  handlers: EventHandlers<Events, Tx>,
): Consumer {
  const table = handlers as Record<string, ((event: Event, tx: Sql) => Promise<void>) | undefined>
  const types = Object.keys(table).filter((type) => table[type])
  return consumerOf(contract, types, {
    kind: 'single',
    db: db as unknown as Database,
    handle: async (event, tx) => table[event.type]?.(event, tx),
  })
}

/** Handles events of some types by the hundred, in one transaction on a plain client. */
export function consumeBatch<Events, Type extends keyof Events & string>(
  contract: EventContract,
  types: readonly Type[],
  handle: BatchHandler<Events, Type>,
): Consumer {
  return consumerOf(contract, types, {
    kind: 'batch',
    handle: handle as unknown as BatchHandler<Record<string, unknown>, string>,
  })
}

function consumerOf(
  contract: EventContract,
  types: readonly string[],
  handling: Handling,
): Consumer {
  for (const type of types)
    if (!contract.types[type]) throw new Error(`${contract.source} does not publish ${type}`)
  return { contract, handling: new Map(types.map((type) => [type, handling])) }
}

/** One for each topic: a service reads a topic once, whatever it does with what it finds there. */
export function byTopic(consumers: readonly Consumer[]): Consumer[] {
  const topics = new Map<string, Consumer & { readonly handling: Map<string, Handling> }>()
  for (const { contract, handling } of consumers) {
    const whole = topics.get(contract.topic) ?? { contract, handling: new Map() }
    for (const [type, each] of handling) {
      if (whole.handling.has(type)) throw new Error(`${type} is handled twice`)
      whole.handling.set(type, each)
    }
    topics.set(contract.topic, whole)
  }
  return [...topics.values()]
}
