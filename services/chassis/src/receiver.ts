import type pg from 'pg'
import type { Delivery, Received, Subscription } from './broker.ts'
import type { Consumer } from './consumers.ts'
import { inDeliverySpan } from './delivery-spans.ts'
import { type CheckDelivery, deliveryCheck } from './envelope-check.ts'
import { batchWork, singleWork, type Work } from './inbox.ts'
import type { Log } from './log.ts'
import { nextRedrive, parkAgain } from './parking.ts'
import { reached } from './reached.ts'
import { oneByOne, pause, together } from './receiving.ts'
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
  readonly work: Work
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
  const name = consumer.name === undefined ? service : `${service}.${consumer.name}`
  const { contract, types } = consumer
  const { work: wanted } = consumer
  const count = outcomeCounter(metrics, name)
  const desk: Desk = {
    name,
    pool,
    log,
    metrics,
    check: deliveryCheck(contract, types),
    work:
      wanted.kind === 'batch'
        ? batchWork(name, pool, wanted.handle)
        : singleWork(name, wanted.db, wanted.handle),
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
    consumer: name,
    source: contract.source,
    topic: contract.topic,
    types,
    others: Object.keys(contract.types).filter((type) => !types.includes(type)),
    maxBatch: desk.work.maxBatch,
    receive: (deliveries, signal) => receive(desk, wanted.kind, deliveries, signal),
    redriveOne: () => redriveOne(desk, contract.topic),
  }
  return receiver
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
  kind: 'single' | 'batch',
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Received> {
  try {
    await reached('consumer.received', desk.name)
    const settle = kind === 'batch' ? together : oneByOne
    const result = await settle(desk, deliveries, signal)
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
    await inDeliverySpan(desk.name, event, () => desk.work.redrive(event, row.id))
    desk.tell(checked.event.id, checked.event.type, 'handled')
  } catch (error) {
    if (isTransient(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    await parkAgain(desk.pool, row.id, reason)
    desk.log.error({ consumer: desk.name, reason }, 'event parked again')
  }
  return true
}
