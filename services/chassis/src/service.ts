import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { ApiBase } from './api.ts'
import type { Loop } from './background.ts'
import type { Broker } from './broker.ts'
import type { Verify } from './caller.ts'
import type { CivilDate } from './civil-date.ts'
import type { Clock } from './clock.ts'
import type { Config, ConfigSchema, Environment } from './config.ts'
import type { Consumer } from './consumers.ts'
import type { EventContract } from './contract.ts'
import type { DailyJob } from './jobs.ts'
import type { Log } from './log.ts'
import type { Signals } from './signals.ts'
import type { Metrics } from './telemetry.ts'

/** What services of one process share in local mode. */
export interface Platform {
  readonly broker: Broker
  readonly clock: Clock
  readonly signals: Signals
  /** Address to listen on; 127.0.0.1 unless the environment says otherwise. */
  readonly host?: string
  readonly log?: (service: string) => Log
}

/** What build() may use to put a service together. */
export interface Context<Values> {
  readonly config: Values
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Log
  readonly signals: Signals
  readonly metrics: Metrics
  /** A fetch with this service's own token, for calls to other services. */
  readonly serviceFetch: typeof fetch
  readonly verify: Verify
  /** Spread into buildApi. */
  readonly http: ApiBase
}

/** What a service is made of. Nothing listens or runs yet. */
export interface Parts {
  readonly app: FastifyInstance
  readonly consumers?: readonly Consumer[]
  readonly jobs?: readonly DailyJob[]
  readonly loops?: readonly Loop[]
  /** More than messaging must be quiet before the service counts as settled, e.g. due mail. */
  readonly settled?: () => Promise<boolean>
  readonly close?: () => Promise<void>
}

export interface ServiceDefinition<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string
  readonly config: Schema
  /** What the service publishes; leave out when it says nothing. */
  readonly events?: EventContract
  build(context: Context<Config<Schema>>): Parts | Promise<Parts>
}

export interface Health {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, string>>
}

export interface RunningService {
  readonly name: string
  readonly url: string
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  readonly metrics: Metrics
  /** Everything this service runs for the day, whether missed or due; once per day. */
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

export async function startService<Schema extends ConfigSchema>(
  _definition: ServiceDefinition<Schema>,
  _options: StartOptions,
): Promise<RunningService> {
  throw new Error('not started yet')
}
