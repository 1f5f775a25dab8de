import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type pg from 'pg'
import type { CivilDate } from './civil-date.ts'
import type { MovableClock } from './clock.ts'
import type { ConfigSchema, Environment } from './config.ts'
import type { EventContract } from './contract.ts'
import type { Realm } from './caller.ts'
import type { RunningService, ServiceDefinition } from './service.ts'
import type { Signals } from './signals.ts'

export interface TokenClaims {
  readonly subject?: string
  readonly realm?: Realm
  readonly roles?: readonly string[]
}

export interface Published<Data = unknown> {
  readonly id: string
  readonly type: string
  readonly key: string
  readonly data: Data
  readonly time: Date
}

export type Outcome = 'handled' | 'duplicate' | 'skipped' | 'parked'

export interface Reply {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly body: any
  readonly raw: Buffer
}

export interface CallOptions {
  readonly token?: string
  readonly body?: object
  readonly query?: Record<string, string | string[]>
  readonly headers?: Record<string, string>
  /** Fresh unless given. */
  readonly idempotencyKey?: string
}

/** Speaks HTTP to the service under test. */
export interface TestClient {
  get(path: string, options?: CallOptions): Promise<Reply>
  post(path: string, options?: CallOptions): Promise<Reply>
  put(path: string, options?: CallOptions): Promise<Reply>
  patch(path: string, options?: CallOptions): Promise<Reply>
  delete(path: string, options?: CallOptions): Promise<Reply>
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
}

export interface TestService {
  readonly service: RunningService
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  readonly databaseUrl: string
  readonly clock: MovableClock
  readonly signals: Signals
  readonly client: TestClient
  /** A person's token; realm peers with role peer unless said otherwise. */
  token(claims?: TokenClaims): Promise<string>
  /** A client-credentials token of another service. */
  serviceToken(name: string): Promise<string>
  /** One event of another service through the real receiver. */
  deliver(contract: EventContract, type: string, key: string, data: object): Promise<Outcome>
  /** What the service said so far, in order. */
  published<Data = any>(type?: string): Promise<Published<Data>[]>
  /** Waits until the service says it. */
  waitFor<Data = any>(
    type: string,
    predicate?: (event: Published<Data>) => boolean,
  ): Promise<Published<Data>>
  runJobs(day: CivilDate): Promise<void>
  /** Waits until outbox, deliveries and the service's own work are quiet. */
  settle(): Promise<void>
}

export interface WithServiceOptions {
  /** Values for the service's own settings, by environment name. */
  readonly config?: Environment | (() => Environment | Promise<Environment>)
  /** Where program time stands; 2026-06-15T19:00:00Z (noon in California) unless given. */
  readonly clock?: string
  /** The service's folder, for its migrations; the folder of package.json above the test. */
  readonly folder?: URL | string
}

export function withService<Schema extends ConfigSchema>(
  _definition: ServiceDefinition<Schema>,
  _options: WithServiceOptions = {},
): TestService {
  throw new Error('not started yet')
}
