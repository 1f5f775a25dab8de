import type { EachBatchPayload } from 'kafkajs'
import type { Delivery, Subscription } from './broker.ts'
import type { Readable } from './kafka-records.ts'
import { reached } from './reached.ts'

/** What came of one partition's batch. */
export interface PartOutcome {
  /** The last offset that is done with; undefined when nothing is. */
  readonly settled: string | undefined
  /** The rest comes again after this pause. */
  readonly pauseMs?: number
  /** What is left over stays unread until somebody fetches it again. */
  readonly failure?: unknown
}

interface Part {
  readonly payload: EachBatchPayload
  readonly deliveries: readonly Delivery[]
  /** Of each delivery. */
  readonly offsets: readonly string[]
  next: number
  readonly outcome: PromiseWithResolvers<PartOutcome>
}

/**
 * Partitions fetched together go to the subscription together, up to its batch size: many partitions
 * do not make many small transactions. One that has to pause leaves, the others go on.
 */
export class Gathering {
  readonly #subscription: Subscription
  readonly #signal: AbortSignal
  #waiting: Part[] = []
  #working = false
  #hurried = false

  constructor(subscription: Subscription, signal: AbortSignal) {
    this.#subscription = subscription
    this.#signal = signal
  }

  /** Resolves when the part is settled, pauses, or has to be given up. */
  settle(payload: EachBatchPayload, { deliveries, offsets }: Readable): Promise<PartOutcome> {
    const outcome = Promise.withResolvers<PartOutcome>()
    this.#waiting.push({ payload, deliveries, offsets, next: 0, outcome })
    if (!this.#working) void this.#work()
    return outcome.promise
  }

  /** Ends what waits after the piece in hand; it comes again to whoever has the partition then. */
  hurry(): void {
    this.#hurried = this.#waiting.length > 0
  }

  async #work(): Promise<void> {
    this.#working = true
    // Its siblings of the same fetch come in the same tick.
    await Promise.resolve()
    try {
      while (this.#waiting.length > 0) {
        for (const part of this.#waiting) if (this.#mustEnd(part)) this.#end(part)
        this.#hurried = false
        if (this.#waiting.length > 0) await this.#piece()
      }
    } catch (failure) {
      for (const part of this.#waiting) this.#end(part, { failure })
    } finally {
      this.#working = false
    }
  }

  async #piece(): Promise<void> {
    const taken = take(this.#waiting, this.#subscription.maxBatch)
    const deliveries = taken.flatMap(({ part, until }) => part.deliveries.slice(part.next, until))
    const { settled, pauseMs } =
      deliveries.length > 0
        ? await this.#subscription.receive(deliveries, this.#signal)
        : { settled: 0 }
    const stuck = advance(taken, settled)
    await commit(taken.map(({ part }) => part))
    await reached('consumer.after-ack', this.#subscription.consumer)
    for (const { part } of taken) {
      if (part.next === part.deliveries.length) this.#end(part)
      else if (part === stuck && pauseMs !== undefined) this.#end(part, { pauseMs })
    }
  }

  #mustEnd({ payload }: Part): boolean {
    return this.#hurried || this.#signal.aborted || !payload.isRunning() || payload.isStale()
  }

  #end(part: Part, more: Partial<PartOutcome> = {}): void {
    this.#waiting = this.#waiting.filter((other) => other !== part)
    part.outcome.resolve({ settled: settledOffset(part), ...more })
  }
}

interface Taken {
  readonly part: Part
  readonly until: number
}

/** As many as fit, the partitions in turn. A part without deliveries costs nothing and is done. */
function take(parts: readonly Part[], limit: number): Taken[] {
  let room = limit
  return parts.flatMap((part) => {
    const count = Math.min(room, part.deliveries.length - part.next)
    if (count === 0 && part.deliveries.length > 0) return []
    room -= count
    return [{ part, until: part.next + count }]
  })
}

/** Counts what has settled to its parts; answers the part of the first that has not. */
function advance(taken: readonly Taken[], settled: number): Part | undefined {
  let left = settled
  for (const { part, until } of taken) {
    const here = Math.min(left, until - part.next)
    left -= here
    part.next += here
    if (part.next < until) return part
  }
  return undefined
}

/** What another service leaves to others counts as soon as everything before it is done. */
function settledOffset({ payload, deliveries, offsets, next }: Part): string | undefined {
  if (next === deliveries.length) return payload.batch.lastOffset()
  const waitsAt = BigInt(offsets[next] as string)
  return waitsAt > BigInt(payload.batch.firstOffset() ?? waitsAt) ? String(waitsAt - 1n) : undefined
}

/** One request for all partitions; after the receiver's own transaction, never before. */
async function commit(parts: readonly Part[]): Promise<void> {
  const [first] = parts
  const partitions = parts.flatMap((part) => {
    const settled = settledOffset(part)
    if (settled === undefined) return []
    return [{ partition: part.payload.batch.partition, offset: String(BigInt(settled) + 1n) }]
  })
  if (!first || partitions.length === 0) return
  const { topic } = first.payload.batch
  await first.payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })
}
