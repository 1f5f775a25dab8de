import { type Loop, loop } from './background.ts'
import type { Broker, Consumption } from './broker.ts'
import type { CivilDate } from './civil-date.ts'
import type { Clock } from './clock.ts'
import type { ConfigSchema } from './config.ts'
import { byTopic } from './consumers.ts'
import { eventSource } from './event-source.ts'
import { createJobs } from './jobs.ts'
import { sendParkedAgain } from './parking.ts'
import { createReceiver, type Receiver } from './receiver.ts'
import { openReconciliation, type Reconciled, type Reconciliation } from './reconciliation.ts'
import { createRelay, type Relay } from './relay.ts'
import type { Context, Parts, Platform, ServiceDefinition } from './service.ts'

/** The parts of a running service that move facts and start work by the calendar. */
export interface Messaging {
  readonly receivers: readonly Receiver[]
  runJobs(day: CivilDate): Promise<void>
  /** Compares what each consumer received with what its source published, and has the rest sent again. */
  reconcile(): Promise<Reconciled>
  settled(): Promise<boolean>
  close(): Promise<void>
}

export interface MessagingOptions<Schema extends ConfigSchema> {
  readonly definition: ServiceDefinition<Schema>
  readonly context: Context<object>
  readonly platform: Platform
  readonly parts: Parts
}

export async function startMessaging<Schema extends ConfigSchema>(
  options: MessagingOptions<Schema>,
): Promise<Messaging> {
  const { definition, context, platform, parts } = options
  const { pool, log, metrics, clock } = context
  const { broker } = platform
  const receivers = receiversOf(definition.name, parts, context)
  const jobs = createJobs({ pool, clock, jobs: parts.jobs ?? [], log, metrics })
  const redrive = redriveLoop(receivers, options)
  const relay = await openRelay(options)
  const reconciliation = await reconciliationOf(options, receivers)

  // Listening begins before speaking, so that no fact passes a consumer that is about to come.
  const consumptions: Consumption[] = []
  for (const receiver of receivers) consumptions.push(await broker.consume(receiver))
  relay?.start()
  redrive.start(log)
  const stopWatching = platform.scheduled === false ? () => {} : watch(clock, jobs.schedule)
  const scheduled = platform.scheduled === false ? [] : [jobs.schedule, reconciliation.schedule]
  for (const each of scheduled) each.start(log)

  return {
    receivers,
    runJobs: (day) => jobs.runJobs(day),
    reconcile: () => reconciliation.now(),
    settled: () => settled(options, broker),
    async close() {
      stopWatching()
      await Promise.all(scheduled.map((each) => each.stop()))
      await redrive.stop()
      await Promise.all(consumptions.map((consumption) => consumption.stop()))
      await relay?.stop()
      if (definition.events) await broker.release(definition.events.topic)
    },
  }
}

function receiversOf(service: string, parts: Parts, context: Context<object>): Receiver[] {
  const { pool, log, metrics } = context
  return byTopic(parts.consumers ?? []).map((consumer) =>
    createReceiver(consumer, { service, pool, log, metrics }),
  )
}

/** Each consumer with the service that says what it listens to, where build() named its address. */
function reconciliationOf<Schema extends ConfigSchema>(
  { context, platform: { broker }, parts }: MessagingOptions<Schema>,
  receivers: readonly Receiver[],
): Promise<Reconciliation> {
  const { pool, log, metrics, serviceFetch } = context
  const ears = receivers.map(({ consumer, topic, types, source }) => {
    const url = parts.sources?.[source]
    return { consumer, topic, types, source: url ? eventSource(url, serviceFetch) : undefined }
  })
  return openReconciliation({ ears, pool, broker, log, metrics })
}

async function openRelay<Schema extends ConfigSchema>({
  definition: { events },
  context: { pool, config, log, metrics },
  platform: { broker },
}: MessagingOptions<Schema>): Promise<Relay | undefined> {
  if (!events) return undefined
  const { source, topic } = events
  const { databaseUrl } = config
  const relay = createRelay({ source, topic, pool, databaseUrl, broker, log, metrics })
  await broker.open({ source, topic, pool, wake: () => relay.nudge() })
  return relay
}

function redriveLoop<Schema extends ConfigSchema>(
  receivers: readonly Receiver[],
  { definition, context: { pool } }: MessagingOptions<Schema>,
): Loop {
  return loop({
    name: 'redrive',
    everyMs: 2_000,
    async run(signal) {
      let found = definition.events !== undefined && (await sendParkedAgain(pool)) > 0
      for (const receiver of receivers)
        if (!signal.aborted) found = (await receiver.redriveOne()) || found
      return found
    },
  })
}

/** When somebody moves program time, what has become due begins at once. */
function watch(clock: Clock, schedule: Loop): () => void {
  const movable = clock as Partial<{ onMove(listener: () => void): () => void }>
  return movable.onMove?.(() => schedule.nudge()) ?? (() => {})
}

async function settled<Schema extends ConfigSchema>(
  { definition, context }: MessagingOptions<Schema>,
  broker: Broker,
): Promise<boolean> {
  const { rows } = await context.pool.query<{ quiet: boolean }>(
    `select not exists (select from outbox_unsent)
       and not exists (select from parked where redrive_at is not null and redriven_at is null)
       as quiet`,
  )
  if (!rows[0]?.quiet) return false
  // Who does not hear now has not settled what it would hear.
  if (broker.health?.().degraded.length) return false
  if (!definition.events) return true
  const pending = await broker.pending(definition.events.topic)
  return [...pending.values()].every((count) => count === 0)
}
