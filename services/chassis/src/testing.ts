import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '@peercert/postgres/test-database'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import type { Delivery } from './broker.ts'
import type { Realm } from './caller.ts'
import type { CivilDate } from './civil-date.ts'
import { fixedClock, type MovableClock } from './clock.ts'
import type { ConfigSchema, Environment } from './config.ts'
import type { EventContract } from './contract.ts'
import { eventually } from './eventually.ts'
import { localBroker } from './local-broker.ts'
import { createLog } from './log.ts'
import type { Outcome, Receiver } from './receiver.ts'
import { type RunningService, type ServiceDefinition, startService } from './service.ts'
import { localSignals, type Signals } from './signals.ts'
import { type TestClient, testClient } from './test-client.ts'
import { serviceClaims, type TestIssuer, testIssuer } from './test-issuer.ts'

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
  /** The public address of each realm, as in `iss`. */
  readonly issuers: Readonly<Record<Realm, string>>
  /** Exactly these claims and, where absent, iss, aud, typ, iat and exp; for odd tokens. */
  signToken(claims: object, options?: { realm?: Realm; header?: object }): Promise<string>
  /** A client-credentials token of another service. */
  serviceToken(name: string): Promise<string>
  /** One event of another service through the real receiver. */
  deliver(contract: EventContract, type: string, key: string, data: object): Promise<Outcome>
  /** The last event of this type and key that was delivered, once more; nobody remembers it. */
  repeat(type: string, key: string): Promise<Outcome>
  /** What the service said so far, in order. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects anyway
  published<Data = any>(type?: string): Promise<Published<Data>[]>
  /** Waits until the service says it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
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

/**
 * The service under test, on a database of its own, with real tokens and a clock that stands still.
 * Call it at the top of a test file: it starts before the tests and closes after them.
 */
export function withService<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
  options: WithServiceOptions = {},
): TestService {
  const kit = {} as Mutable<TestService>
  const closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    Object.assign(kit, await startKit(definition, options, closing))
  })
  afterAll(async () => {
    for (const step of closing.reverse()) await step()
  })
  return kit
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

async function startKit<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
  options: WithServiceOptions,
  closing: (() => Promise<unknown>)[],
): Promise<TestService> {
  const { name } = definition
  const clock = fixedClock(options.clock ?? '2026-06-15T19:00:00Z')
  const database = await testDatabase(inject('postgresUrl'), name, prismaFolder(options.folder))
  closing.push(() => database.drop())
  const issuer = await testIssuer(name)
  closing.push(() => issuer.close())
  const own = typeof options.config === 'function' ? await options.config() : options.config
  const env: Environment = {
    DATABASE_URL: database.url,
    PEERS_ISSUER: issuer.peers,
    STAFF_ISSUER: issuer.staff,
    CLIENT_SECRET: 'test-secret',
    // oxlint-disable-next-line node/no-process-env -- a person asks a test run to show its log
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    RATE_LIMIT: '0',
    KEY_WAIT_MS: '10000',
    ...own,
  }
  const signals = localSignals()
  const broker = localBroker({ log: createLog(name, { level: 'silent' }) })
  const platform = { broker, clock, signals, scheduled: false, checkAnswers: true }
  const service = await startService(definition, { env, platform })
  closing.push(() => service.close())
  broker.begin()
  return {
    service,
    app: service.app,
    pool: service.pool,
    databaseUrl: database.url,
    clock,
    signals,
    client: testClient(service.app),
    ...tokensOf(issuer),
    ...factsOf(service, clock),
    runJobs: (day) => service.runJobs(day),
  }
}

function tokensOf(
  issuer: TestIssuer,
): Pick<TestService, 'issuers' | 'signToken' | 'token' | 'serviceToken'> {
  return {
    issuers: { peers: issuer.peers, staff: issuer.staff },
    signToken: (claims, { realm = 'peers', header = {} } = {}) =>
      issuer.sign(realm, { ...claims }, header),
    token: ({ subject = 'a-subject', realm = 'peers', roles } = {}) =>
      issuer.sign(realm, {
        sub: subject,
        azp: 'portal',
        sid: 'a-session',
        realm_access: { roles: [...(roles ?? (realm === 'peers' ? ['peer'] : []))] },
      }),
    serviceToken: (name) => issuer.sign('peers', serviceClaims(name)),
  }
}

type Facts = Pick<TestService, 'deliver' | 'repeat' | 'published' | 'waitFor' | 'settle'>

function factsOf(service: RunningService, clock: MovableClock): Facts {
  const delivered = new Map<string, { contract: EventContract; envelope: Envelope }>()
  const published: Facts['published'] = async <Data>(type?: string) => {
    const { rows } = await service.pool.query<Published<Data>>(
      `select id, type, key, data, occurred_at as time from outbox
       where $1::text is null or type = $1 order by seq`,
      [type ?? null],
    )
    return rows
  }
  return {
    published,
    waitFor: <Data>(type: string, predicate: (event: Published<Data>) => boolean = () => true) =>
      eventually(async () => (await published<Data>(type)).find(predicate), `event ${type}`),
    settle: async () => {
      const quiet = async () => (await service.settled()) || undefined
      await eventually(quiet, `${service.name} to settle`)
    },
    deliver: (contract, type, key, data) => {
      const envelope = envelopeOf({ contract, type, key, data, time: clock.now() })
      delivered.set(`${type} ${key}`, { contract, envelope })
      return deliver(service, contract, envelope)
    },
    repeat: async (type, key) => {
      const before = delivered.get(`${type} ${key}`)
      if (!before) throw new Error(`no ${type} of ${key} was delivered`)
      await service.pool.query('delete from inbox where event_id = $1', [before.envelope.id])
      return deliver(service, before.contract, before.envelope)
    },
  }
}

interface Given {
  readonly contract: EventContract
  readonly type: string
  readonly key: string
  readonly data: object
  readonly time: Date
}

type Envelope = ReturnType<typeof envelopeOf>

function envelopeOf({ contract, type, key, data, time }: Given) {
  return {
    specversion: '1.0',
    id: eventId(),
    source: contract.source,
    type,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    partitionkey: key,
    data,
  }
}

/** Through the real receiver of each consumer that listens; asks again as a broker would. */
async function deliver(
  service: RunningService,
  { topic }: EventContract,
  envelope: Envelope,
): Promise<Outcome> {
  const { type, partitionkey: key } = envelope
  const receivers = service.messaging.receivers.filter(
    (receiver) => receiver.topic === topic && receiver.types.includes(type),
  )
  let last: Outcome = 'skipped'
  for (const receiver of receivers) last = await receive(receiver, { topic, key, envelope })
  return last
}

let eventsMade = 0

/** As PostgreSQL makes them: a UUID of version 7, each after the one before. */
function eventId(): string {
  const ms = Date.now().toString(16).padStart(12, '0')
  eventsMade = (eventsMade + 1) % 4_096
  const within = `7${eventsMade.toString(16).padStart(3, '0')}`
  return `${ms.slice(0, 8)}-${ms.slice(8)}-${within}-${randomUUID().slice(19)}`
}

async function receive(receiver: Receiver, delivery: Delivery): Promise<Outcome> {
  const { id } = delivery.envelope as { id: string }
  let outcome: Outcome = 'skipped'
  receiver.onOutcome = (settled, how) => {
    if (settled === id) outcome = how
  }
  const never = new AbortController().signal
  for (;;) {
    const { settled, pauseMs = 0 } = await receiver.receive([delivery], never)
    if (settled === 1) return outcome
    await delay(Math.min(pauseMs, 20))
  }
}

/** The migrations of the package that the test file belongs to. */
function prismaFolder(folder: URL | string | undefined): string {
  if (folder !== undefined)
    return join(folder instanceof URL ? fileURLToPath(folder) : folder, 'prisma')
  const file = expect.getState().testPath
  let above = file ? dirname(file) : process.cwd()
  while (!existsSync(join(above, 'package.json'))) above = dirname(above)
  return join(above, 'prisma')
}
