import type pg from 'pg'
import type { Delivery, Received, Subscription } from './broker.ts'
import type { Consumer, Event } from './consumers.ts'
import { deliveryCheck } from './envelope-check.ts'
import { batchWork, singleWork, type Work } from './inbox.ts'
import type { Log } from './log.ts'
import { nextRedrive, park, parkAgain } from './parking.ts'
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
  /** Handles one parked event that somebody asked for; false when there is none. */
  redriveOne(): Promise<boolean>
  /** How the last delivery of this event ended; for tests. */
  onOutcome?: ((id: string, outcome: Outcome) => void) | undefined
}

const maxPauseMs = 30_000

/** Delivery → checked event → handler and inbox row in one transaction. Never loses one. */
export function createReceiver(consumer: Consumer, options: ReceiverOptions): Receiver {
  const { service, pool, log, metrics, attempts = 5, pauseMs = 100 } = options
  const name = consumer.name === undefined ? service : `${service}.${consumer.name}`
  const { contract, types } = consumer
  const check = deliveryCheck(contract, types)
  const work: Work =
    consumer.work.kind === 'batch'
      ? batchWork(name, pool, consumer.work.handle)
      : singleWork(name, consumer.work.db, consumer.work.handle)
  const failures = new Map<string, number>()
  let pausedTimes = 0

  const tell = (id: string | undefined, type: string, outcome: Outcome) => {
    metrics.add('events_received_total', { consumer: name, type, outcome })
    if (id) receiver.onOutcome?.(id, outcome)
  }
  const pause = (error: unknown, times: number): number => {
    const ms = Math.min(maxPauseMs, pauseMs * 2 ** Math.min(times, 12))
    metrics.add('consumer_pauses_total', { consumer: name })
    log.warn({ err: error, consumer: name, pauseMs: ms }, 'consumer pauses')
    return ms
  }
  const parkNow = async (delivery: Delivery, why: Parking) => {
    await park(pool, { consumer: name, delivery, ...why })
    const { reason, id, type = 'unknown' } = why
    log.error({ consumer: name, topic: delivery.topic, eventId: id, type, reason }, 'event parked')
    tell(id, type, 'parked')
  }

  /** Undefined when it settled; otherwise how long to wait before it comes again. */
  const one = async (delivery: Delivery, event: Event): Promise<number | undefined> => {
    try {
      const [outcome] = await work.run([event])
      failures.delete(event.id)
      tell(event.id, event.type, outcome ?? 'duplicate')
      return undefined
    } catch (error) {
      if (isTransient(error)) return pause(error, (pausedTimes += 1))
      const times = (failures.get(event.id) ?? 0) + 1
      failures.set(event.id, times)
      if (times < attempts) return pause(error, times)
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      await parkNow(delivery, { reason, attempts: times, id: event.id, type: event.type })
      failures.delete(event.id)
      return undefined
    }
  }

  /** What is no event for this consumer settles here; the rest goes to the handler. */
  const sift = async (delivery: Delivery): Promise<Event | undefined> => {
    const checked = check(delivery)
    if (checked.kind === 'event') return checked.event
    if (checked.kind === 'bad') await parkNow(delivery, { ...checked, attempts: 0 })
    if (checked.kind === 'unknown') tell(undefined, 'unknown', 'skipped')
    return undefined
  }

  const oneByOne = async (deliveries: readonly Delivery[], signal?: AbortSignal) => {
    for (const [index, delivery] of deliveries.entries()) {
      if (signal?.aborted) return { settled: index }
      const event = await sift(delivery)
      const wait = event && (await one(delivery, event))
      if (wait !== undefined) return { settled: index, pauseMs: wait }
    }
    return { settled: deliveries.length }
  }

  const together = async (deliveries: readonly Delivery[], signal?: AbortSignal) => {
    const events: Event[] = []
    for (const delivery of deliveries) {
      const event = await sift(delivery)
      if (event) events.push(event)
    }
    try {
      const outcomes = await work.run(events)
      for (const outcome of ['handled', 'duplicate'] as const) {
        const count = outcomes.filter((each) => each === outcome).length
        const labels = { consumer: name, type: types[0] ?? '', outcome }
        if (count > 0) metrics.add('events_received_total', labels, count)
      }
      if (receiver.onOutcome)
        for (const [index, event] of events.entries())
          receiver.onOutcome(event.id, outcomes[index] ?? 'duplicate')
      return { settled: deliveries.length }
    } catch (error) {
      if (isTransient(error)) return { settled: 0, pauseMs: pause(error, (pausedTimes += 1)) }
      // One of them is poison: by itself each shows whether it is the one.
      return oneByOne(deliveries, signal)
    }
  }

  const receiver: Receiver = {
    consumer: name,
    topic: contract.topic,
    types,
    maxBatch: work.maxBatch,
    async receive(deliveries, signal): Promise<Received> {
      try {
        const result = await (work.maxBatch > 100 ? together : oneByOne)(deliveries, signal)
        if (result.settled > 0) pausedTimes = 0
        return result
      } catch (error) {
        // Not even parking worked: nothing of it may be forgotten.
        return { settled: 0, pauseMs: pause(error, (pausedTimes += 1)) }
      }
    },
    async redriveOne() {
      const row = await nextRedrive(pool, name)
      if (!row) return false
      const delivery = deliveryOf(row)
      const checked = check(delivery)
      try {
        if (checked.kind === 'bad') throw new Error(checked.reason)
        if (checked.kind !== 'event') throw new Error('this version does not handle the type')
        await work.redrive(checked.event, row.id)
        tell(checked.event.id, checked.event.type, 'handled')
      } catch (error) {
        if (isTransient(error)) throw error
        await parkAgain(pool, row.id, error instanceof Error ? error.message : String(error))
      }
      return true
    },
  }
  return receiver
}

interface Parking {
  readonly reason: string
  readonly attempts: number
  readonly id?: string
  readonly type?: string
}

function deliveryOf(row: { topic: string; key: string; envelope: string }): Delivery {
  const { topic, key, envelope: raw } = row
  try {
    return { topic, key, envelope: JSON.parse(raw) as unknown, raw }
  } catch {
    return { topic, key, envelope: undefined, raw }
  }
}
