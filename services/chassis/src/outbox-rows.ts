import type pg from 'pg'
import type { OutboxRow } from './broker.ts'

const byId = {
  name: 'outbox-rows',
  text: `select seq::text, id, type, key, data, (occurred_at at time zone 'UTC')::text as time, traceparent
    from outbox where seq = any($1::bigint[]) order by seq`,
}

/** Content of the rows, in sequence. */
export async function outboxRows(
  client: pg.ClientBase | pg.Pool,
  seqs: readonly string[],
): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow & { time: string }>({ ...byId, values: [seqs] })
  return rows.map((row) => ({ ...row, time: `${row.time.replace(' ', 'T')}Z` }))
}

/** A CloudEvent 1.0, structured; `partitionkey` is what orders it. */
export interface Envelope {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly partitionkey: string
  readonly traceparent?: string
  readonly data: unknown
}

export function envelopeOf(source: string, row: OutboxRow): Envelope {
  const { id, type, time, key, data, traceparent } = row
  return {
    specversion: '1.0',
    id,
    source,
    type,
    time,
    datacontenttype: 'application/json',
    partitionkey: key,
    ...(traceparent !== null && { traceparent }),
    data,
  }
}
