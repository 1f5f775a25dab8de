import type pg from 'pg'
import type { OutboxRow, OutboxText, Producer } from './broker.ts'

/** Lists of numbers as PostgreSQL writes arrays, {1,2} and {3}, in one: {1,2,3}. */
export function concatenated(lists: readonly string[]): string {
  return `{${lists.map((list) => list.slice(1, -1)).join(',')}}`
}

const columns = `o.seq::text, o.id, o.type, o.key, o.data,
  (o.occurred_at at time zone 'UTC')::text as time, o.traceparent`

const asText = columns.replace('o.data,', 'o.data::text as data,')

const bySeq = {
  name: 'outbox-rows',
  text: `select ${columns} from outbox o
    where o.seq in (select unnest(seqs::bigint[]) from unnest($1::text[]) as lists (seqs))
    order by o.seq`,
}

/** Content of the rows, in sequence; lists of numbers as PostgreSQL writes arrays. */
export async function outboxRows(
  client: pg.ClientBase,
  seqs: readonly string[],
): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>({ ...bySeq, values: [seqs] })
  return rows.map((row) => ({ ...row, time: inUtc(row.time) }))
}

export interface WaitingRow {
  /** The delivery that the row is part of. */
  readonly delivery: string
  readonly seq: string
  readonly key: string
  readonly envelope: Envelope
  /** Of the data. */
  readonly bytes: number
}

const waiting = {
  name: 'outbox-waiting',
  text: `select d.id::text as delivery, ${asText}
    from (
      select id, seqs, sum(size) over (order by id) - size as before
      from (select * from delivery where consumer = $1 order by id limit $2) as first) as d
    cross join unnest(d.seqs) as s (seq) join outbox o on o.seq = s.seq
    where d.before < $2
    order by d.id, o.seq`,
}

/** What the consumer's next deliveries hold, in order: whole ones, until there are so many facts. */
export async function waitingRows(
  { pool, source }: Pick<Producer, 'pool' | 'source'>,
  consumer: string,
  enough: number,
): Promise<WaitingRow[]> {
  const { rows } = await pool.query<OutboxRow & { delivery: string }>({
    ...waiting,
    values: [consumer, enough],
  })
  return rows.map((row) => {
    const text = row.data as string
    const data = JSON.parse(text) as unknown
    const envelope = envelopeOf(source, { ...row, time: inUtc(row.time), data })
    return { delivery: row.delivery, seq: row.seq, key: row.key, envelope, bytes: text.length }
  })
}

/** Of what PostgreSQL writes. */
const inUtc = (time: string) => `${time.replace(' ', 'T')}Z`

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

const withText = {
  name: 'outbox-rows-as-text',
  text: `select ${asText} from outbox o
    where o.seq in (select unnest(seqs::bigint[]) from unnest($1::text[]) as lists (seqs))
    order by o.seq`,
}

/** The same rows with their data as text, for `outboxText`. */
export async function outboxRowsAsText(
  client: pg.ClientBase,
  seqs: readonly string[],
): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>({ ...withText, values: [seqs] })
  return rows.map((row) => ({ ...row, time: inUtc(row.time) }))
}

/** `envelopeOf` as compact JSON: what PostgreSQL keeps as text is not read and written anew. */
export function outboxText(source: string, row: OutboxRow): OutboxText {
  const { seq, id, type, time, key, data, traceparent } = row
  const trace = traceparent === null ? '' : `,"traceparent":${JSON.stringify(traceparent)}`
  const what = `"id":"${id}","source":${JSON.stringify(source)},"type":"${type}","time":"${time}"`
  const order = `"datacontenttype":"application/json","partitionkey":${JSON.stringify(key)}${trace}`
  const value = `{"specversion":"1.0",${what},${order},"data":${data as string}}`
  return { seq, id, type, key, value }
}
