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

export interface ConsumeOptions {
  /** Distinguishes two consumers of one service; part of the inbox key, so never rename it. */
  readonly name?: string
}

type Work =
  | { readonly kind: 'single'; handle: (event: Event, tx: Sql) => Promise<void>; db: Database }
  | {
      readonly kind: 'batch'
      handle: (events: readonly Event[], client: pg.PoolClient) => Promise<void>
    }

export interface Consumer {
  readonly name: string | undefined
  readonly contract: EventContract
  readonly types: readonly string[]
  readonly work: Work
}

/** Handles events one by one, each in a transaction of the service's own database. */
export function consume<Events, Tx extends Sql>(
  db: Database<Tx>,
  contract: EventContract,
  handlers: EventHandlers<Events, Tx>,
  options: ConsumeOptions = {},
): Consumer {
  const table = handlers as Record<string, ((event: Event, tx: Sql) => Promise<void>) | undefined>
  const types = Object.keys(table).filter((type) => table[type])
  known(contract, types)
  return {
    name: options.name,
    contract,
    types,
    work: {
      kind: 'single',
      db: db as unknown as Database,
      handle: async (event, tx) => table[event.type]?.(event, tx),
    },
  }
}

/** Handles events of one type by the hundred, in one transaction on a plain client. */
export function consumeBatch<Events, Type extends keyof Events & string>(
  contract: EventContract,
  type: Type,
  handle: BatchHandler<Events, Type>,
  options: ConsumeOptions = {},
): Consumer {
  known(contract, [type])
  return {
    name: options.name ?? type,
    contract,
    types: [type],
    work: {
      kind: 'batch',
      handle: handle as unknown as BatchHandler<Record<string, unknown>, string>,
    },
  }
}

function known(contract: EventContract, types: readonly string[]): void {
  for (const type of types)
    if (!contract.types[type]) throw new Error(`${contract.source} does not publish ${type}`)
}
