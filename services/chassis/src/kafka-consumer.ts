import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Consumption, Subscription } from './broker.ts'
import { explained, type KafkaRefusal } from './kafka-errors.ts'
import { Gathering } from './kafka-gathering.ts'
import { readable } from './kafka-records.ts'
import type { Log } from './log.ts'
import type { Metrics } from './telemetry.ts'

export interface KafkaConsumerOptions {
  readonly kafka: Kafka
  readonly username: string | undefined
  readonly log: Log
  readonly metrics: Metrics
  /** After so much silence a member's partitions go to another one. */
  readonly sessionTimeoutMs: number
}

export interface KafkaConsumption extends Consumption {
  readonly subscription: Subscription
  /** What keeps it from listening, in plain words; undefined while all is well. */
  trouble(): string | undefined
  /** Machine time since it last heard from a broker or moved on in its work. */
  silentMs(): number
}

/** One group for each consumer and topic, so that a pause or a newcomer concerns nobody else. */
export const groupOf = (consumer: string, topic: string) => `${consumer}@${topic}`

/** Starts listening as soon as Kafka is there, and keeps listening whatever happens to it. */
export function kafkaConsumption(
  subscription: Subscription,
  options: KafkaConsumerOptions,
): KafkaConsumption {
  const ending = new AbortController()
  const state: State = { progressAt: performance.now(), trouble: 'is about to join', told: '' }
  const listening = keepListening(subscription, options, state, ending.signal)
  return {
    subscription,
    trouble: () => state.trouble,
    silentMs: () => performance.now() - state.progressAt,
    async stop() {
      ending.abort()
      await listening
    },
  }
}

interface State {
  progressAt: number
  trouble: string | undefined
  /** The last trouble that stands in the log, so that it stands there once. */
  told: string
}

const maxPauseMs = 5_000

/**
 * A consumer of kafkajs that has crashed stays, alive and deaf. So none is trusted to come back by
 * itself: whatever ends one, and also silence, is answered with a new one.
 */
async function keepListening(
  subscription: Subscription,
  options: KafkaConsumerOptions,
  state: State,
  signal: AbortSignal,
): Promise<void> {
  const { consumer, topic } = subscription
  const attempt = { what: `read ${topic} as ${consumer}`, username: options.username }
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
    const began = performance.now()
    const end = await listenOnce(subscription, options, state, signal)
    if (signal.aborted) return
    tell(options, subscription, state, explained(end, attempt))
    options.metrics.add('consumer_replaced_total', { consumer, topic })
    if (performance.now() - began > 30_000) pauseMs = 100
    await delay(pauseMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

function tell(
  { log }: KafkaConsumerOptions,
  { consumer, topic }: Subscription,
  state: State,
  trouble: KafkaRefusal,
) {
  state.trouble = trouble.message
  if (trouble.message === state.told) return
  state.told = trouble.message
  const level = trouble.trouble === 'unreachable' ? 'warn' : 'error'
  log[level]({ err: trouble, consumer, topic, reason: trouble.message }, 'consumer cannot listen')
}

/** Answers what ended it. */
async function listenOnce(
  subscription: Subscription,
  options: KafkaConsumerOptions,
  state: State,
  signal: AbortSignal,
): Promise<unknown> {
  const { sessionTimeoutMs } = options
  const consumer = options.kafka.consumer({
    groupId: groupOf(subscription.consumer, subscription.topic),
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 6),
    rebalanceTimeout: 60_000,
    maxWaitTimeInMs: 500,
    minBytes: 1,
    maxBytesPerPartition: 1_048_576,
    allowAutoTopicCreation: false,
    retry: {
      retries: 3,
      initialRetryTime: 100,
      maxRetryTime: 1_000,
      restartOnFailure: async () => false,
    },
  })
  const progress = () => {
    state.progressAt = performance.now()
  }
  const crashed = new Promise<unknown>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error))
    consumer.on(consumer.events.FETCH, progress)
    consumer.on(consumer.events.GROUP_JOIN, () => {
      progress()
      state.trouble = undefined
      state.told = ''
    })
  })
  progress()
  try {
    await run(consumer, subscription, options, { progress, signal })
    return await Promise.race([crashed, silence(state, sessionTimeoutMs, signal)])
  } catch (error) {
    return error
  } finally {
    await consumer.disconnect().catch(() => {})
  }
}

interface Hooks {
  progress(): void
  readonly signal: AbortSignal
}

async function run(
  consumer: Consumer,
  subscription: Subscription,
  { sessionTimeoutMs, metrics }: KafkaConsumerOptions,
  { progress, signal }: Hooks,
): Promise<void> {
  const { topic } = subscription
  const others = new Set(subscription.others ?? [])
  const desk = new Gathering(subscription, signal)
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    // All that one fetch brought at once; the desk puts them together and in turn.
    partitionsConsumedConcurrently: 64,
    eachBatch: async (payload) => {
      const alive = beating(payload, sessionTimeoutMs, desk, progress)
      const outcome = await desk.settle(payload, readable(payload.batch, others))
      const missed = alive.stop()
      if (outcome.settled !== undefined) payload.resolveOffset(outcome.settled)
      if (outcome.pauseMs !== undefined) pauseFor(payload, outcome.pauseMs, signal)
      metrics.set('consumer_partition_lag', lagOf(payload, outcome.settled), {
        consumer: subscription.consumer,
        topic,
        partition: payload.batch.partition,
      })
      progress()
      if (payload.batch.messages.length >= plenty) await moreToCome(signal)
      if (outcome.failure ?? missed) throw outcome.failure ?? missed
    },
  })
}

// Under load the next fetch would bring what has come in the meantime, a handful. A moment's rest
// makes it hundreds, for one request and one transaction instead of many.
const plenty = 25
const restMs = 50
const moreToCome = (signal: AbortSignal) =>
  delay(restMs, undefined, { signal, ref: false }).catch(() => {})

function lagOf({ batch }: EachBatchPayload, settled: string | undefined): number {
  const next = settled === undefined ? BigInt(batch.firstOffset() ?? 0) : BigInt(settled) + 1n
  return Number(BigInt(batch.highWatermark) - next)
}

/** Long work is no silence: the group hears of us all the while, and we hear when it changes. */
function beating(
  { heartbeat }: EachBatchPayload,
  sessionTimeoutMs: number,
  desk: Gathering,
  progress: () => void,
) {
  let missed: unknown
  const timer = setInterval(() => {
    heartbeat().then(progress, (error: unknown) => {
      missed ??= error
      desk.hurry()
    })
  }, sessionTimeoutMs / 6)
  return {
    stop(): unknown {
      clearInterval(timer)
      return missed
    },
  }
}

/** Only this partition waits; the others are read on. */
function pauseFor({ pause }: EachBatchPayload, ms: number, signal: AbortSignal): void {
  const resume = pause()
  delay(ms, undefined, { signal, ref: false }).then(resume, () => {})
}

/** Resolves when nothing has been heard for so long that the consumer must be deaf, or at the end. */
async function silence(state: State, sessionTimeoutMs: number, signal: AbortSignal) {
  const limitMs = Math.max(30_000, 3 * sessionTimeoutMs)
  while (!signal.aborted && performance.now() - state.progressAt < limitMs)
    await delay(500, undefined, { signal, ref: false }).catch(() => {})
  return Object.assign(new Error(`nothing heard for ${limitMs} ms`), { name: 'Silence' })
}
