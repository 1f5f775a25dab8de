import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { ApiBase } from './api.ts'
import { type Loop, loop } from './background.ts'
import type { Broker } from './broker.ts'
import { createVerifier, type Verify } from './caller.ts'
import type { CivilDate } from './civil-date.ts'
import type { Clock } from './clock.ts'
import { type Config, type ConfigSchema, type Environment, loadConfig } from './config.ts'
import type { Consumer } from './consumers.ts'
import type { EventContract } from './contract.ts'
import { createPool } from './database.ts'
import type { Gauges } from './gauges.ts'
import { type Health, healthOf, healthRoutes } from './health.ts'
import type { DailyJob } from './jobs.ts'
import { createLog, type Log } from './log.ts'
import { type Messaging, startMessaging } from './messaging.ts'
import { reconciliationRoute } from './reconciliation-route.ts'
import { forgetFacts } from './retention.ts'
import { type ServiceSettings, serviceSettings } from './service-config.ts'
import type { Signals } from './signals.ts'
import { createMetrics, type Metrics } from './telemetry.ts'
import { serviceFetch, serviceTokens } from './tokens.ts'

/** What the services of one process share. */
export interface Platform {
  readonly broker: Broker
  readonly clock: Clock
  readonly signals: Signals
  /** Address to listen on; HOST unless given. */
  readonly host?: string
  readonly log?: (service: string) => Log
  /** Of a process that holds one service, where the platform itself has something to measure. */
  readonly metrics?: Metrics
  /** False in tests: jobs run only when asked for. */
  readonly scheduled?: boolean
  /** True in tests: every answer is checked against its contract. */
  readonly checkAnswers?: boolean
  /** More routes on the service's own port, before it listens; for program time. */
  attend?(attended: Attended): void
}

/** What a platform may do with a service that is about to listen. */
export interface Attended {
  readonly app: FastifyInstance
  runJobs(day: CivilDate): Promise<void>
  settled(): Promise<boolean>
}

/** What build() may use to put a service together. */
export interface Context<Values> {
  readonly config: Values & ServiceSettings
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Log
  readonly signals: Signals
  readonly metrics: Metrics
  readonly verify: Verify
  /** A fetch with this service's own token, for calls to other services. */
  readonly serviceFetch: typeof fetch
  /** Spread into buildApi. */
  readonly http: ApiBase
}

/** What a service is made of. Nothing listens or runs yet. */
export interface Parts {
  readonly app: FastifyInstance
  readonly consumers?: readonly Consumer[]
  /** Where each service answers whose facts the consumers hear, for comparing what came with what was said. */
  readonly sources?: Readonly<Record<string, string | undefined>>
  readonly jobs?: readonly DailyJob[]
  readonly loops?: readonly Loop[]
  /** Figures of its own that somebody has to fetch; see metric-catalogue.ts for what they mean. */
  readonly gauges?: readonly Gauges[]
  /** More than messaging must be quiet before the service counts as settled, e.g. due mail. */
  readonly settled?: () => Promise<boolean>
  readonly close?: () => Promise<void>
}

export interface ServiceDefinition<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string
  readonly config: Schema
  /** What the service publishes; left out when it says nothing. */
  readonly events?: EventContract
  build(context: Context<Config<Schema>>): Parts | Promise<Parts>
}

export interface RunningService {
  readonly name: string
  readonly url: string
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  readonly metrics: Metrics
  readonly messaging: Messaging
  /** Every job for the day, whether missed or due; each once per day. */
  runJobs(day: CivilDate): Promise<void>
  /** Outbox sent, deliveries done, and what build() adds. */
  settled(): Promise<boolean>
  health(): Promise<Health>
  /** In reverse order of starting; work in hand is finished first. */
  close(): Promise<void>
}

export interface StartOptions {
  readonly env: Environment
  readonly platform: Platform
}

export function defineService<const Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
): ServiceDefinition<Schema> {
  return definition
}

/** Starts a service, or says everything that is wrong with its configuration. */
export async function startService<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
  { env, platform }: StartOptions,
): Promise<RunningService> {
  const context = contextOf(definition, env, platform)
  const { config, pool, metrics, log } = context
  const opened: (() => Promise<unknown>)[] = [() => pool.end()]
  let serving = false
  const close = async () => {
    serving = false
    for (const step of opened.splice(0).reverse())
      await step().catch((error: unknown) => log.error({ err: error }, 'closing goes on'))
  }
  try {
    await pool.query('select from outbox limit 0')
    const parts = await definition.build(context)
    if (parts.close) opened.push(parts.close)
    const health = { ...platform, ...parts, pool, metrics, serving: () => serving }
    healthRoutes(parts.app, health)
    const messaging = await startMessaging({ definition, context, platform, parts })
    opened.push(() => messaging.close())
    const { reconcile, runJobs } = messaging
    reconciliationRoute(parts.app, { verify: context.verify, reconcile })
    const settled = async () => (await messaging.settled()) && ((await parts.settled?.()) ?? true)
    platform.attend?.({ app: parts.app, runJobs, settled })
    const own = [forgetAnswers(pool), forgetFacts({ ...config, pool, log })]
    const loops = [...(parts.loops ?? []), ...own]
    for (const each of loops) each.start(log)
    opened.push(() => Promise.all(loops.map((each) => each.stop())))
    const url = await listen(parts.app, platform.host ?? config.host, config.port)
    opened.push(() => stopListening(parts.app))
    serving = true
    log.info({ url }, 'service is up')
    return {
      name: definition.name,
      url,
      app: parts.app,
      pool,
      metrics,
      messaging,
      runJobs,
      settled,
      health: () => healthOf(health),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function contextOf<Schema extends ConfigSchema>(
  { name, config: schema }: ServiceDefinition<Schema>,
  env: Environment,
  platform: Platform,
): Context<Config<Schema>> {
  const all = { ...serviceSettings, ...schema }
  const config = loadConfig(all, env) as unknown as Config<Schema> & ServiceSettings
  const log = platform.log?.(name) ?? createLog(name, { level: config.logLevel })
  const metrics = platform.metrics ?? createMetrics(name)
  const { peersIssuer, staffIssuer, clientSecret, databaseUrl } = config
  const verify = createVerifier({
    issuers: { peers: peersIssuer, staff: staffIssuer },
    audience: name,
    portalClient: config.portalClientId,
    keyWaitMs: config.keyWaitMs,
  })
  const tokens = serviceTokens({ issuer: peersIssuer, clientId: name, secret: clientSecret })
  return {
    config,
    pool: createPool(databaseUrl, { max: config.databaseConnections, applicationName: name }),
    clock: platform.clock,
    log,
    signals: platform.signals,
    metrics,
    verify,
    serviceFetch: serviceFetch(tokens),
    http: {
      verify,
      log,
      metrics,
      rateLimit: config.rateLimit,
      trustProxy: config.trustProxy.split(',').filter((address) => address !== ''),
      bodyLimit: config.bodyLimit,
      checkAnswers: platform.checkAnswers ?? false,
    },
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port })
  const address = app.server.address() as AddressInfo
  return `http://${host}:${address.port}`
}

const patienceMs = 10_000

/**
 * Requests under way are answered. Connections that idle afterwards would hold us for a minute, and
 * streams for ever: the first are closed as they become idle, the others after a while.
 */
async function stopListening(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 20)
  const force = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  await app.close().finally(() => {
    clearInterval(sweep)
    clearTimeout(force)
  })
}

/** Replayed answers live for 24 hours (machine time); then they are of no use to anybody. */
function forgetAnswers(pool: pg.Pool): Loop {
  return loop({
    name: 'forget answers',
    everyMs: 3_600_000,
    async run() {
      await pool.query(`delete from idempotency_key where created_at < now() - interval '24 hours'`)
    },
  })
}
