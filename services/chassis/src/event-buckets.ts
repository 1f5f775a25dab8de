/**
 * Event ids are UUIDs of version 7: their first 48 bits are the machine time of the producer's insert. So both
 * ends sort an event into the same bucket by its id alone, and a range of time is a range of ids.
 */
export const bucketMs = 10 * 60_000

/** A stretch of machine time; the end is outside. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

/** Events of one type whose ids fall into the ten minutes from `bucket` on, within the span asked for. */
export interface EventDigest {
  readonly type: string
  readonly bucket: Date
  readonly count: number
  /** All ids in one by exclusive or, in hex. Ids hold 74 bits of chance; no order need be made. */
  readonly digest: string
}

/** That digest as SQL: halves, because there is no such aggregate for UUIDs. */
export function digestOf(id: 'id' | 'event_id'): string {
  const half = (from: number) =>
    `lpad(to_hex(bit_xor(substring(uuid_send(${id}) from ${from} for 8)::bigint)), 16, '0')`
  return `${half(1)} || ${half(9)}`
}

/** The bucket of an id as SQL. */
export function bucketIn(id: 'id' | 'event_id'): string {
  return `date_bin('10 minutes', uuid_extract_timestamp(${id}), 'epoch')`
}

/** The lowest id that an event of this instant can have. */
export function lowestId(instant: Date): string {
  const hex = Math.max(0, instant.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** Undefined when the id is none that carries its time. */
export function instantOf(id: string): Date | undefined {
  if (id[14] !== '7') return undefined
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

export function bucketOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / bucketMs) * bucketMs)
}

/** The part of a bucket that lies in the span. */
export function within(bucket: Date, span: Span): Span {
  const from = Math.max(bucket.getTime(), span.from.getTime())
  const until = Math.min(bucket.getTime() + bucketMs, span.until.getTime())
  return { from: new Date(from), until: new Date(until) }
}
