import type { Kafka, Producer } from 'kafkajs'
import { setTimeout as delay } from 'node:timers/promises'
import { keyPartitioner } from './kafka-partitioner.ts'

/** A record on its way to one topic. */
export interface OutgoingRecord {
  /** Orders: records of one key stay in sequence. */
  readonly key: string
  readonly value: string
}

export interface ReliableProducerOptions {
  /** A send that takes longer has failed. Shorter than what a transaction may idle. */
  readonly deadlineMs?: number
}

/** The broker did not say of every record that it has it. */
export class NotAcknowledged extends Error {
  override readonly name = 'NotAcknowledged'
}

/**
 * kafkajs 2.2.4 says "sent" of records that are not in the log in four situations; this is what it
 * takes to make the word good:
 *
 * 1. Two sends at once swap sequence numbers after a lost connection, and the broker drops one as a
 *    repetition. So: one send at a time, and who waits behind a failed one fails with it, for its
 *    records would overtake.
 * 2. Without a key a retry chooses another partition. So: no record without a key.
 * 3. The send after a failed one gets the failed one's numbers. So: a new producer after any failure.
 * 4. When a leader moves, kafkajs skips partitions that moved to a broker which has answered already.
 *    So: every partition that was used must be in the answer.
 */
export class ReliableProducer {
  readonly #kafka: Kafka
  readonly #deadlineMs: number
  #producer: Promise<Opened> | undefined
  #failures = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(kafka: Kafka, { deadlineMs = 30_000 }: ReliableProducerOptions = {}) {
    this.#kafka = kafka
    this.#deadlineMs = deadlineMs
  }

  /**
   * Resolves when every record is acknowledged by all replicas in sync, and only then. When it
   * rejects, any of them may or may not be in the log: send the same again, before anything else.
   */
  async send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return
    if (records.some(({ key }) => typeof key !== 'string' || key === ''))
      throw new TypeError('a record needs a key: without one it has no order and no fixed place')
    const before = this.#failures
    const mine = this.#turn.then(() => {
      if (this.#failures !== before)
        throw new NotAcknowledged('the send before this one has failed')
      return this.#sendNow(topic, records)
    })
    this.#turn = mine.catch(() => {})
    await mine
  }

  /** Signs in, so that a wrong password is known before there is anything to send. */
  async connect(): Promise<void> {
    try {
      await this.#opened()
    } catch (error) {
      this.#renew()
      throw error
    }
  }

  async disconnect(): Promise<void> {
    await this.#turn
    const last = await this.#producer?.catch(() => undefined)
    this.#producer = undefined
    await last?.producer.disconnect()
  }

  async #sendNow(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    try {
      const { producer, used } = await this.#opened()
      used.clear()
      const messages = records as OutgoingRecord[]
      const sending = producer.sendBatch({
        acks: -1,
        timeout: 10_000,
        topicMessages: [{ topic, messages }],
      })
      for (const { topicName, partition, errorCode } of await inTime(sending, this.#deadlineMs))
        if (errorCode === 0) used.delete(placeOf(topicName, partition))
      if (used.size > 0) throw new NotAcknowledged(`no acknowledgement for ${[...used].join(', ')}`)
    } catch (error) {
      this.#renew()
      throw error
    }
  }

  #opened(): Promise<Opened> {
    this.#producer ??= open(this.#kafka)
    return this.#producer
  }

  #renew(): void {
    const old = this.#producer
    this.#producer = undefined
    this.#failures += 1
    // Not waited for: it may hang with the broker that made it fail.
    void old?.then(({ producer }) => producer.disconnect()).catch(() => {})
  }
}

interface Opened {
  readonly producer: Producer
  /** Where the send in hand went. */
  readonly used: Set<string>
}

const placeOf = (topic: string, partition: number) => `${topic}/${partition}`

async function open(kafka: Kafka): Promise<Opened> {
  const used = new Set<string>()
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Given here: what the client has would limit the idempotent producer, too.
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    createPartitioner: keyPartitioner((topic, partition) => used.add(placeOf(topic, partition))),
  })
  try {
    await producer.connect()
    return { producer, used }
  } catch (error) {
    await producer.disconnect().catch(() => {})
    throw error
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController()
  const late = delay(ms, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new NotAcknowledged(`no acknowledgement within ${ms} ms`)
  })
  late.catch(() => {})
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
