import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '@peercert/chassis/config'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { type PostgresServer, startPostgres } from '@peercert/postgres/server'
import pg from 'pg'
import { freePorts } from './free-ports.ts'
import { type Issuer, startIssuer } from './issuer.ts'
import { type SinkProcess, startSinkProcess } from './sink.ts'

/** The services that a reminder passes through. */
export const serviceNames = ['identity', 'applications', 'notifications'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What stands around the services: database server, tokens, mail server. */
export interface Stack {
  readonly postgres: PostgresServer
  readonly sink: SinkProcess
  readonly databases: Readonly<Record<ServiceName, pg.Pool>>
  /** The same variables that a deployment sets. Ports are free ones: each call is another process. */
  environments(): Promise<Readonly<Record<ServiceName, Environment>>>
  close(): Promise<void>
}

const services = fileURLToPath(new URL('../../../services/', import.meta.url))

export async function startStack(): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
  const slow = process.env.BENCH_SLOW_MS
  const stats = process.env.BENCH_STATEMENTS
  const postgres = await startPostgres({
    dataDir,
    ...(stats && {
      settings: {
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.max': '1000',
      },
    }),
    ...(slow && {
      settings: { log_min_duration_statement: slow },
      onLine: (line: string) => console.error(line.slice(0, 400)),
    }),
  })
  const urls = {} as Record<ServiceName, string>
  const databases = {} as Record<ServiceName, pg.Pool>
  for (const name of serviceNames) {
    urls[name] = await createDatabase(postgres.adminUrl, {
      name,
      user: name,
      password: 'bench-only',
    })
    await applyMigrations(urls[name], join(services, name, 'prisma'))
    databases[name] = new pg.Pool({ connectionString: urls[name], max: 2 })
    // The server ends before an idle connection learns of it.
    databases[name].on('error', () => {})
  }
  const issuer = await startIssuer(serviceNames)
  const sink = await startSinkProcess()
  return {
    postgres,
    sink,
    databases,
    environments: async () => environmentsOf(urls, issuer, sink.port, await freePorts(3)),
    async close() {
      await sink.close()
      await issuer.close()
      await Promise.all(serviceNames.map((name) => databases[name].end()))
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function environmentsOf(
  urls: Readonly<Record<ServiceName, string>>,
  issuer: Issuer,
  smtpPort: number,
  ports: readonly number[],
): Record<ServiceName, Environment> {
  const [identity, applications, notifications] = ports
  const of = (name: ServiceName, port: number | undefined) => ({
    PORT: String(port),
    DATABASE_URL: urls[name],
    PEERS_ISSUER: issuer.peers,
    STAFF_ISSUER: issuer.staff,
    CLIENT_SECRET: 'bench-secret',
    RATE_LIMIT: '6000',
    IDENTITY_URL: `http://127.0.0.1:${identity}`,
    APPLICATIONS_URL: `http://127.0.0.1:${applications}`,
    // Nobody pays during a fan-out.
    PAYMENTS_URL: 'http://127.0.0.1:9',
    PORTAL_URL: 'https://certification.example',
    PORTAL_CLIENT_ID: 'portal',
  })
  return {
    identity: of('identity', identity),
    applications: of('applications', applications),
    notifications: {
      ...of('notifications', notifications),
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      MAIL_FROM: 'certification@program.example',
      PROGRAM_PHONE: '1-800-555-0117',
      UNSUBSCRIBE_SECRET: 'unsubscribe-secret-of-bench',
      BOUNCE_SECRET: 'bounce-secret-of-the-bench',
      ...overrides(),
    },
  }
}

/** The kill test shortens the lease; a measurement takes what is usual. */
function overrides(): Environment {
  return {
    ...(process.env.BENCH_LEASE_MS && { LEASE_MS: process.env.BENCH_LEASE_MS }),
    ...(process.env.BENCH_ROUND && { ROUND_SIZE: process.env.BENCH_ROUND }),
  }
}
