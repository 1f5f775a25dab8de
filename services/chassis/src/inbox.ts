import type pg from 'pg'
import type { Event } from './consumers.ts'
import { type Database, inTransaction, type Sql } from './database.ts'
import { reached } from './reached.ts'
import { arrayOf } from './sql-array.ts'

/** Runs events through a handler, at most once each: the inbox row commits with the work. */
export interface Work {
  /** Whether it takes many in one transaction. */
  readonly batches: boolean
  readonly maxBatch: number
  run(events: readonly Event[]): Promise<('handled' | 'duplicate')[]>
  /** Handles a parked event whose inbox row exists already; the mark commits with the work. */
  redrive(event: Event, parkedId: string): Promise<void>
}

const patience = { maxWait: 5_000, timeout: 30_000 }

export function singleWork(
  consumer: string,
  db: Database,
  handle: (event: Event, tx: Sql) => Promise<void>,
): Work {
  return {
    batches: false,
    maxBatch: 50,
    run: async ([event]) => {
      if (!event) return []
      return db.$transaction(async (tx) => {
        const fresh = await tx.$executeRaw`insert into inbox (consumer, event_id, type)
          values (${consumer}, ${event.id}::uuid, ${event.type}) on conflict do nothing`
        if (fresh === 0) return ['duplicate' as const]
        await reached('consumer.after-inbox-row', consumer)
        await handle(event, tx)
        await reached('consumer.after-effect', consumer)
        return ['handled' as const]
      }, patience)
    },
    redrive: (event, parkedId) =>
      db.$transaction(async (tx) => {
        const mine = await tx.$executeRaw`update parked set redriven_at = now()
          where id = ${parkedId}::bigint and redriven_at is null and redrive_at is not null`
        if (mine > 0) await handle(event, tx)
      }, patience),
  }
}

// Nearly every batch is new as a whole, and a plain insert writes less than one that
// tolerates conflicts; so that is tried first, and the other only when it fails.
const insertNew = {
  name: 'inbox-insert-new',
  text: `insert into inbox (consumer, event_id, type)
    select $1, id, $2 from unnest($3::uuid[]) as event (id)`,
}
const insertMissing = {
  name: 'inbox-insert-missing',
  text: `insert into inbox (consumer, event_id, type)
    select $1, id, $2 from unnest($3::uuid[]) as event (id)
    on conflict do nothing returning event_id as id`,
}

type Insert = typeof insertNew
type BatchHandle = (events: readonly Event[], client: pg.PoolClient) => Promise<void>

export function batchWork(consumer: string, pool: pg.Pool, handle: BatchHandle): Work {
  const insert = async (events: readonly Event[], client: pg.PoolClient, query: Insert) => {
    const found: string[] = []
    for (const [type, those] of Map.groupBy(events, (event) => event.type)) {
      const values = [consumer, type, arrayOf(those.map((event) => event.id))]
      const { rows } = await client.query<{ id: string }>({ ...query, values })
      found.push(...rows.map((row) => row.id))
    }
    return found
  }
  const allNew = (events: readonly Event[]) =>
    inTransaction(pool, async (client) => {
      await insert(events, client, insertNew)
      await reached('consumer.after-inbox-row', consumer)
      await handle(events, client)
      await reached('consumer.after-effect', consumer)
      return events.map((): 'handled' => 'handled')
    })
  const someSeen = (events: readonly Event[]) =>
    inTransaction(pool, async (client) => {
      const fresh = new Set(await insert(events, client, insertMissing))
      // An event that stands in the batch twice is taken once.
      const taken = new Set(events.filter(({ id }) => fresh.delete(id)))
      if (taken.size > 0) await handle([...taken], client)
      return events.map((event) => (taken.has(event) ? 'handled' : 'duplicate'))
    })
  return {
    batches: true,
    maxBatch: 1_000,
    run: async (events) => {
      if (events.length === 0) return []
      return allNew(events).catch((error: unknown) => {
        if ((error as { constraint?: unknown }).constraint !== 'inbox_pkey') throw error
        return someSeen(events)
      })
    },
    redrive: (event, parkedId) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `update parked set redriven_at = now()
           where id = $1 and redriven_at is null and redrive_at is not null`,
          [parkedId],
        )
        if (rowCount) await handle([event], client)
      }),
  }
}
