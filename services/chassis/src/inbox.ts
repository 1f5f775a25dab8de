import type pg from 'pg'
import type { Event } from './consumers.ts'
import { type Database, inTransaction, type Sql } from './database.ts'
import { inSpan, inTrace } from './telemetry.ts'

/** Runs events through a handler, at most once each: the inbox row commits with the work. */
export interface Work {
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
  const traced = (event: Event, tx: Sql) =>
    inTrace(event.traceparent, () => inSpan(`consume ${event.type}`, () => handle(event, tx)))
  return {
    maxBatch: 50,
    run: async ([event]) => {
      if (!event) return []
      return db.$transaction(async (tx) => {
        const fresh = await tx.$executeRaw`insert into inbox (consumer, event_id, type)
          values (${consumer}, ${event.id}::uuid, ${event.type}) on conflict do nothing`
        if (fresh === 0) return ['duplicate' as const]
        await traced(event, tx)
        return ['handled' as const]
      }, patience)
    },
    redrive: (event, parkedId) =>
      db.$transaction(async (tx) => {
        const mine = await tx.$executeRaw`update parked set redriven_at = now()
          where id = ${parkedId}::bigint and redriven_at is null and redrive_at is not null`
        if (mine > 0) await traced(event, tx)
      }, patience),
  }
}

// The answer names only those that were there before, so it is nearly always empty.
const insertMany = {
  name: 'inbox-insert-many',
  text: `with fresh as (
      insert into inbox (consumer, event_id, type)
      select $1, id, $2 from unnest($3::uuid[]) as event (id)
      on conflict do nothing returning event_id)
    select id from unnest($3::uuid[]) as event (id)
    where id not in (select event_id from fresh)`,
}

export function batchWork(
  consumer: string,
  pool: pg.Pool,
  handle: (events: readonly Event[], client: pg.PoolClient) => Promise<void>,
): Work {
  const type = (events: readonly Event[]) => events[0]?.type ?? ''
  return {
    maxBatch: 500,
    run: async (events) => {
      if (events.length === 0) return []
      return inTransaction(pool, async (client) => {
        const ids = events.map((event) => event.id)
        const values = [consumer, type(events), ids]
        const { rows } = await client.query<{ id: string }>({ ...insertMany, values })
        const seen = new Set(rows.map((row) => row.id))
        const fresh = events.filter(({ id }) => !seen.has(id) && seen.add(id))
        if (fresh.length > 0) await inSpan(`consume ${type(events)}`, () => handle(fresh, client))
        const handled = new Set(fresh)
        return events.map((event) => (handled.has(event) ? 'handled' : 'duplicate'))
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
