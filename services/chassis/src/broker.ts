import type pg from 'pg'

/** One row of an outbox, ready to travel. */
export interface OutboxRow {
  readonly seq: string
  readonly id: string
  readonly type: string
  readonly key: string
  readonly data: unknown
  readonly time: string
  readonly traceparent: string | null
}

/** Unsent rows. A broker that carries content loads it; the local one need not. */
export interface OutboxBatch {
  readonly source: string
  readonly topic: string
  /** The rows' sequence numbers by type, as PostgreSQL writes arrays: {1,2,5}. In no order. */
  readonly seqs: ReadonlyMap<string, string>
  /** Their content, in sequence. */
  rows(): Promise<readonly OutboxRow[]>
  /** The same as envelopes that are written already, for a broker that carries text. */
  texts(): Promise<readonly OutboxText[]>
}

/** One row of an outbox as the text that travels. */
export interface OutboxText {
  readonly seq: string
  readonly id: string
  readonly type: string
  readonly key: string
  /** The envelope as compact JSON. */
  readonly value: string
}

/** What arrives. `envelope` is what the record's JSON says; undefined when it is not JSON. */
export interface Delivery {
  readonly topic: string
  readonly key: string
  readonly envelope: unknown
  readonly raw?: string
  /** Of the record, where the broker knows. */
  readonly bytes?: number
}

/** How far a batch came. With a pause, the rest is delivered again after it, in the same order. */
export interface Received {
  readonly settled: number
  readonly pauseMs?: number
}

export interface Subscription {
  /** Who listens; one durable position per name and topic. */
  readonly consumer: string
  readonly topic: string
  readonly types: readonly string[]
  /** Known types of the topic that it leaves to others; a broker need not deliver them. */
  readonly others?: readonly string[]
  readonly maxBatch: number
  /** Never called twice at once for the same key. Answers early when the signal aborts. */
  receive(deliveries: readonly Delivery[], signal: AbortSignal): Promise<Received>
}

export interface Consumption {
  /** Resolves when the batch in hand has settled; what was not settled comes again later. */
  stop(): Promise<void>
}

/** A service that publishes, and the database its outbox lives in. */
export interface Producer {
  readonly source: string
  readonly topic: string
  readonly pool: pg.Pool
  /** Tells the relay that the broker has become ready. */
  wake(): void
}

export interface BrokerHealth {
  /** What is worse than it should be, in plain words; empty when all is well. */
  readonly degraded: readonly string[]
  /** Machine time since each consumer last heard or did something. */
  readonly silentSeconds: Readonly<Record<string, number>>
}

/**
 * The port to whatever carries facts. Two promises: when publish resolves and the transaction
 * commits, every row will be delivered at least once to each consumer of its topic; and rows of
 * one key are delivered in sequence.
 */
export interface Broker {
  /** False while publishing makes no sense yet; the relay waits. */
  ready(): boolean
  /** Before the first publish of a topic. */
  open(producer: Producer): Promise<void>
  /**
   * Inside the relay's transaction, which also marks the rows sent. Throwing means nothing was
   * promised: the rows come again. May answer what to do once the transaction has committed.
   */
  publish(tx: pg.ClientBase, batch: OutboxBatch): Promise<(() => void) | void>
  consume(subscription: Subscription): Promise<Consumption>
  /** Deliveries of the topic that are not settled yet, by consumer. */
  pending(topic: string): Promise<ReadonlyMap<string, number>>
  /**
   * True as soon as the consumer has settled everything that was published before this call; false
   * when it has not come so far in time. With Kafka: its committed offsets have reached the ends that
   * the topic has now.
   */
  passed(topic: string, consumer: string, withinMs: number): Promise<boolean>
  /** After the last publish of a topic, when its service closes. */
  release(topic: string): Promise<void>
  /** For a broker that can be away. */
  health?(): BrokerHealth
}
