import type pg from 'pg'
import type { Delivery, OutboxText } from './broker.ts'

export interface ParkedEvent {
  readonly consumer: string
  readonly delivery: Delivery
  readonly reason: string
  readonly attempts: number
  readonly id?: string | undefined
  readonly type?: string | undefined
}

// A parked event counts as received: redelivery must neither handle nor park it again.
const parkKnown = {
  name: 'park-known',
  text: `with received as (
      insert into inbox (consumer, event_id, type) values ($1, $4::uuid, $5)
      on conflict do nothing returning event_id)
    insert into parked (consumer, topic, key, event_id, type, envelope, reason, attempts)
    select $1, $2, $3, event_id, $5, $6, $7, $8 from received`,
}
const parkUnknown = {
  name: 'park-unknown',
  text: `insert into parked (consumer, topic, key, event_id, type, envelope, reason, attempts)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

/** Puts an event aside that will not go through, with the reason, for a person to look at. */
export async function park(pool: pg.Pool, parked: ParkedEvent): Promise<void> {
  const { consumer, delivery, reason, attempts, id, type } = parked
  const envelope = delivery.raw ?? JSON.stringify(delivery.envelope)
  const values = [
    consumer,
    delivery.topic,
    delivery.key,
    id ?? null,
    type ?? null,
    envelope,
    reason.slice(0, 2_000),
    attempts,
  ]
  await pool.query({ ...(id ? parkKnown : parkUnknown), values })
}

export interface ParkedFilter {
  readonly ids?: readonly string[]
  readonly consumer?: string
  readonly type?: string
}

/**
 * Asks for parked events to be handled again; the running service does it within seconds. Works
 * from any process that reaches the database. Answers how many were asked for.
 */
export async function requestRedrive(
  pool: pg.Pool | pg.ClientBase,
  { ids, consumer, type }: ParkedFilter,
): Promise<number> {
  const result = await pool.query(
    `update parked set redrive_at = now()
     where redriven_at is null and redrive_at is null
       and ($1::bigint[] is null or id = any($1)) and ($2::text is null or consumer = $2)
       and ($3::text is null or type = $3)`,
    [ids ?? null, consumer ?? null, type ?? null],
  )
  return result.rowCount ?? 0
}

export interface ParkedRow {
  readonly id: string
  readonly delivery: Delivery
}

/**
 * The next one that somebody asked to handle again. A service listens to several topics under one
 * name: each receiver takes what came to itself.
 */
export async function nextRedrive(
  pool: pg.Pool,
  consumer: string,
  topic: string,
): Promise<ParkedRow | undefined> {
  const { rows } = await pool.query<{ id: string; key: string; raw: string }>(
    `select id::text, key, envelope as raw from parked
     where consumer = $1 and topic = $2 and redriven_at is null and redrive_at is not null
     order by id limit 1`,
    [consumer, topic],
  )
  const [row] = rows
  if (!row) return undefined
  const { id, key, raw } = row
  return { id, delivery: { topic, key, raw, envelope: parsed(raw) } }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown
  } catch {
    return undefined
  }
}

/** It would not go through again: it lies parked with the new reason until somebody asks again. */
export async function parkAgain(pool: pg.Pool, id: string, reason: string): Promise<void> {
  await pool.query(
    `update parked set redrive_at = null, attempts = attempts + 1, reason = $2
     where id = $1 and redriven_at is null`,
    [id, reason.slice(0, 2_000)],
  )
}

/** Stands as the consumer of what never reached one. */
export const unsentConsumer = 'relay'

const parkUnsentOnce = {
  name: 'park-unsent',
  text: `insert into parked (consumer, topic, key, event_id, type, envelope, reason, attempts)
    select $1, $2, $3, $4, $5, $6, $7, 1 where not exists (
      select from parked where consumer = $1 and event_id = $4 and redriven_at is null)`,
}

export interface UnsentEvent {
  readonly topic: string
  readonly row: OutboxText
  readonly reason: string
}

/** Puts an event of the own outbox aside that no broker takes. Its data stays where it is. */
export async function parkUnsent(
  tx: pg.ClientBase,
  { topic, row, reason }: UnsentEvent,
): Promise<void> {
  const { id, type, key } = row
  const envelope = JSON.stringify({ id, type, partitionkey: key })
  await tx.query({
    ...parkUnsentOnce,
    values: [unsentConsumer, topic, key, id, type, envelope, reason],
  })
}

/** Puts what somebody asked for back before the relay; answers how many. */
export async function sendParkedAgain(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `with asked as (
        update parked set redriven_at = now()
        where consumer = $1 and redrive_at is not null and redriven_at is null
        returning event_id),
      again as (
        insert into outbox_unsent (id, type, seqs, size)
        select nextval('outbox_statement'), o.type, array[o.seq], 1
        from outbox o where o.id in (select event_id::uuid from asked) returning 1)
    select from again`,
    [unsentConsumer],
  )
  return rowCount ?? 0
}
