import type pg from 'pg'
import type { Delivery, Received, Subscription } from './broker.ts'
import type { Consumer, Handling } from './consumers.ts'
import { inDeliverySpan } from './delivery-spans.ts'
import { type CheckDelivery, deliveryCheck } from './envelope-check.ts'
import { batchWork, singleWork, type Work } from './inbox.ts'
import type { Log } from './log.ts'
import { nextRedrive, parkAgain } from './parking.ts'
import { reached } from './reached.ts'
import { inOrder, pause, workFor } from './receiving.ts'
import type { Metrics } from './telemetry.ts'
import { isTransient } from './transient.ts'

export interface ReceiverOptions {
  readonly service: string
  readonly pool: pg.Pool
  readonly log: Log
  readonly metrics: Metrics
  /** How often an event that fails is tried before it is parked. */
  readonly attempts?: number
  /** The first pause; it doubles up to half a minute. */
  readonly pauseMs?: number
}

export type Outcome = 'handled' | 'duplicate' | 'skipped' | 'parked'

export interface Receiver extends Subscription {
  /** The service whose facts these are. */
  readonly source: string
  /** Handles one parked event that somebody asked for; false when there is none. */
  redriveOne(): Promise<boolean>
  /** How each delivery ended; for tests. */
  onOutcome?: ((id: string | undefined, outcome: Outcome) => void) | undefined
}

/** What one receiver knows while it works. */
export interface Desk {
  readonly name: string
  readonly pool: pg.Pool
  readonly log: Log
  readonly metrics: Metrics
  readonly check: CheckDelivery
  /** By type; types that go through one handler share it. */
  readonly work: ReadonlyMap<string, Work>
  readonly attempts: number
  readonly pauseMs: number
  /** Failed tries by event; forgotten when the process ends, so a restart begins anew. */
  readonly failures: Map<string, number>
  /** Pauses in a row for reasons that may heal. */
  pauses: number
  tell(id: string | undefined, type: string, outcome: Outcome): void
}

/** Delivery → checked event → handler and inbox row in one transaction. Never loses one. */
export function createReceiver(consumer: Consumer, options: ReceiverOptions): Receiver {
  const { service, attempts = 5, pauseMs = 100, pool, log, metrics } = options
  const { contract, handling } = consumer
  const types = [...handling.keys()]
  const count = outcomeCounter(metrics, service)
  const desk: Desk = {
    name: service,
    pool,
    log,
    metrics,
    check: deliveryCheck(contract, types),
    work: workOf(service, pool, handling),
    attempts,
    pauseMs,
    failures: new Map(),
    pauses: 0,
    tell(id, type, outcome) {
      count(type, outcome)
      receiver.onOutcome?.(id, outcome)
    },
  }
  const receiver: Receiver = {
    consumer: service,
    source: contract.source,
    topic: contract.topic,
    types,
    others: Object.keys(contract.types).filter((type) => !types.includes(type)),
    maxBatch: Math.max(...[...desk.work.values()].map(({ maxBatch }) => maxBatch)),
    receive: (deliveries, signal) => receive(desk, deliveries, signal),
    redriveOne: () => redriveOne(desk, contract.topic),
  }
  return receiver
}

function workOf(
  consumer: string,
  pool: pg.Pool,
  handling: ReadonlyMap<string, Handling>,
): ReadonlyMap<string, Work> {
  const works = new Map(
    [...new Set(handling.values())].map((each) => [
      each,
      each.kind === 'batch'
        ? batchWork(consumer, pool, each.handle)
        : singleWork(consumer, each.db, each.handle),
    ]),
  )
  return new Map([...handling].map(([type, each]) => [type, works.get(each) as Work]))
}

function outcomeCounter(metrics: Metrics, consumer: string) {
  const counters = new Map<string, (by?: number) => void>()
  return (type: string, outcome: Outcome) => {
    const key = `${type} ${outcome}`
    let counter = counters.get(key)
    if (!counter) {
      counter = metrics.counter('events_received_total', { consumer, type, outcome })
      counters.set(key, counter)
    }
    counter()
  }
}

async function receive(
  desk: Desk,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Received> {
  try {
    await reached('consumer.received', desk.name)
    const result = await inOrder(desk, deliveries, signal)
    await reached('consumer.after-commit', desk.name)
    if (result.settled > 0) desk.pauses = 0
    return result
  } catch (error) {
    // Not even parking worked: nothing of it may be forgotten.
    return { settled: 0, pauseMs: pause(desk, error, (desk.pauses += 1)) }
  }
}

async function redriveOne(desk: Desk, topic: string): Promise<boolean> {
  const row = await nextRedrive(desk.pool, desk.name, topic)
  if (!row) return false
  try {
    const checked = desk.check(row.delivery)
    if (checked.kind === 'bad') throw new Error(checked.reason)
    if (checked.kind !== 'event') throw new Error('this version does not handle the type')
    const { event } = checked
    await inDeliverySpan(desk.name, event, () => workFor(desk, event).redrive(event, row.id))
    desk.tell(checked.event.id, checked.event.type, 'handled')
  } catch (error) {
    if (isTransient(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    await parkAgain(desk.pool, row.id, reason)
    desk.log.error({ consumer: desk.name, reason }, 'event parked again')
  }
  return true
}
