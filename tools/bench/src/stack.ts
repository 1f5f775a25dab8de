import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '@peercert/chassis/config'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { type PostgresOptions, type PostgresServer, startPostgres } from '@peercert/postgres/server'
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
  /**
   * The same variables that a deployment sets. Ports are free ones: each call is another process.
   * `own` are settings of notifications that are not the usual ones.
   */
  environments(own?: Environment): Promise<Readonly<Record<ServiceName, Environment>>>
  close(): Promise<void>
}

const services = fileURLToPath(new URL('../../../services/', import.meta.url))

export async function startStack(options: Partial<PostgresOptions> = {}): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
  const postgres = await startPostgres({ dataDir, ...options })
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
    environments: async (own = {}) =>
      environmentsOf({ urls, issuer, smtpPort: sink.port, ports: await freePorts(3), own }),
    async close() {
      await sink.close()
      await issuer.close()
      await Promise.all(serviceNames.map((name) => databases[name].end()))
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

interface Addresses {
  readonly urls: Readonly<Record<ServiceName, string>>
  readonly issuer: Issuer
  readonly smtpPort: number
  readonly ports: readonly number[]
  readonly own: Environment
}

function environmentsOf(addresses: Addresses): Record<ServiceName, Environment> {
  const { urls, issuer, smtpPort, ports, own } = addresses
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
    NOTIFICATIONS_URL: `http://127.0.0.1:${notifications}`,
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
      ...own,
    },
  }
}
