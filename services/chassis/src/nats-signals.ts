import { setTimeout as delay } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Log } from './log.ts'
import { keepLinked } from './nats-link.ts'
import { localSignals, missedTopic, type Signals } from './signals.ts'
import type { Metrics } from './telemetry.ts'

export interface NatsSignalsOptions {
  readonly url: string
  readonly name: string
  readonly log: Log
  readonly metrics: Metrics
  readonly pauseMs?: number
  /** How often a process that hears nobody is told to look again. */
  readonly missedMs?: number
}

export interface NatsSignals extends Signals {
  readonly connected: boolean
  close(): Promise<void>
}

const prefix = 'peercert.signals.'
/** A process starts without the server; one that is there gets the time to answer. */
const patienceMs = 1_000

/**
 * Signals between processes, by core NATS. The own process always hears its own; without a server
 * that is all there is, until one comes back. Nothing here throws at a caller or keeps one waiting,
 * and nothing is kept for later: a queue of old news would be worse than none.
 */
export async function natsSignals(options: NatsSignalsOptions): Promise<NatsSignals> {
  const local = localSignals()
  const lost = options.metrics.counter('signals_lost_total')
  const wire = openWire(options, local)
  const reminder = setInterval(() => {
    if (!wire.connected()) local.emit(missedTopic, '')
  }, options.missedMs ?? 30_000).unref()
  await Promise.race([wire.tried, delay(patienceMs, undefined, { ref: false })])
  return {
    get connected() {
      return wire.connected()
    },
    emit(topic, ...subjects) {
      local.emit(topic, ...subjects)
      if (!wire.say(topic, subjects)) lost()
    },
    on(topic, listener) {
      wire.listen(topic)
      return local.on(topic, listener)
    },
    close() {
      clearInterval(reminder)
      return wire.close()
    },
  }
}

/** What comes from others is said here; what is said here goes to them, if there is a way now. */
function openWire(options: NatsSignalsOptions, local: Signals) {
  const { url, name, pauseMs = 250 } = options
  const topics = new Set<string>()
  const report = reporter(options)
  let connection: NatsConnection | undefined
  const hear = (from: NatsConnection | undefined, topic: string) =>
    from?.subscribe(prefix + topic, {
      callback(error, message) {
        if (!error) quietly(() => local.emit(topic, ...message.json<string[]>()))
      },
    })
  const link = keepLinked({
    url,
    name,
    pauseMs,
    up(opened) {
      connection = opened
      for (const topic of topics) hear(opened, topic)
      report.up()
      local.emit(missedTopic, '')
    },
    down(error) {
      connection = undefined
      report.down(error)
    },
  })
  return {
    tried: link.tried,
    close: () => link.close(),
    connected: () => connection !== undefined,
    listen(topic: string): void {
      if (!topics.has(topic)) quietly(() => hear(connection, topic))
      topics.add(topic)
    },
    say: (topic: string, subjects: readonly string[]): boolean =>
      connection !== undefined &&
      quietly(() => connection?.publish(prefix + topic, JSON.stringify(subjects))),
  }
}

/** The client throws when its connection has just ended, and a payload may be no list: both are a signal lost. */
function quietly(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

/** A line when the state changes, not at every attempt. */
function reporter({ log, metrics }: NatsSignalsOptions) {
  let said: boolean | undefined
  const change = (connected: boolean, line: () => void) => {
    metrics.set('signals_connected', connected ? 1 : 0)
    if (said !== connected) line()
    said = connected
  }
  metrics.set('signals_connected', 0)
  return {
    up: () => change(true, () => log.info('signals are connected')),
    down: (error: unknown) =>
      change(false, () => log.warn({ err: error }, 'signals are away; news come late')),
  }
}
