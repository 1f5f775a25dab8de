import type pg from 'pg'
import type { OutboxBatch, OutboxText } from './broker.ts'
import { explained, type KafkaRefusal } from './kafka-errors.ts'
import type { Log } from './log.ts'
import { parkUnsent } from './parking.ts'
import type { ReliableProducer } from './reliable-producer.ts'
import type { Metrics } from './telemetry.ts'

export interface KafkaPublishing {
  readonly producer: ReliableProducer
  readonly username: string | undefined
  readonly log: Log
  readonly metrics: Metrics
}

/** A topic takes 1 MiB, frame included; a contract allows an event 64 KiB. */
const maxRecordBytes = 1_000_000
const maxSendBytes = 900_000
const maxSendRecords = 1_000

/**
 * Sends a batch of the outbox in sequence. What is too large for Kafka is put aside with the reason,
 * in the transaction that marks the rest sent: it must not keep back what comes behind it.
 */
export async function publishToKafka(
  tx: pg.ClientBase,
  batch: OutboxBatch,
  publishing: KafkaPublishing,
): Promise<void> {
  const rows = await batch.texts()
  for (const part of portions(rows)) await sendOrSplit(tx, batch, part, publishing)
}

async function sendOrSplit(
  tx: pg.ClientBase,
  batch: OutboxBatch,
  rows: readonly OutboxText[],
  publishing: KafkaPublishing,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const refusal = await trySend(batch.topic, rows, publishing)
  if (!refusal) return
  if (refusal.trouble !== 'too large') throw refusal
  if (rows.length === 1) {
    await putAside(tx, batch.topic, first, publishing)
    return
  }
  const half = Math.ceil(rows.length / 2)
  await sendOrSplit(tx, batch, rows.slice(0, half), publishing)
  await sendOrSplit(tx, batch, rows.slice(half), publishing)
}

async function putAside(
  tx: pg.ClientBase,
  topic: string,
  row: OutboxText,
  { log, metrics }: KafkaPublishing,
): Promise<void> {
  const reason = `has ${Buffer.byteLength(row.value)} bytes; Kafka takes ${maxRecordBytes}`
  await parkUnsent(tx, { topic, row, reason })
  metrics.add('outbox_parked_total', { type: row.type })
  log.error({ topic, type: row.type, eventId: row.id, reason }, 'event parked before it was sent')
}

async function trySend(
  topic: string,
  rows: readonly OutboxText[],
  { producer, username }: KafkaPublishing,
): Promise<KafkaRefusal | undefined> {
  const [first] = rows
  const what = `write the topic ${topic}`
  // Known before it is tried: the broker would close the connection on the largest ones.
  if (rows.length === 1 && first && first.value.length > maxRecordBytes)
    return explained({ type: 'MESSAGE_TOO_LARGE' }, { what, username })
  try {
    await producer.send(topic, rows)
    return undefined
  } catch (error) {
    return explained(error, { what, username })
  }
}

/** In sequence; each small enough for one request, however its keys fall on the partitions. */
export function portions(rows: readonly OutboxText[]): OutboxText[][] {
  const parts: OutboxText[][] = []
  let room = 0
  for (const row of rows) {
    const size = row.value.length + row.key.length + 100
    const last = parts.at(-1)
    if (!last || size > room || last.length >= maxSendRecords) {
      parts.push([row])
      room = maxSendBytes - size
    } else {
      last.push(row)
      room -= size
    }
  }
  return parts
}
