import { join } from 'node:path'
import { localBroker, type LocalBroker } from '@peercert/chassis/local-broker'
import { createLog } from '@peercert/chassis/log'
import { movableClock, type MovableClock } from '@peercert/chassis/clock'
import {
  startService,
  type Platform,
  type RunningService,
  type ServiceDefinition,
} from '@peercert/chassis/service'
import { localSignals } from '@peercert/chassis/signals'
import { startPostgres, type PostgresServer } from '@peercert/postgres/server'
import type { DataFolder } from './data-folder.ts'
import { prepareDatabases } from './databases.ts'
import { environmentOf, type Urls } from './environment.ts'

/** The services of this process; each is loaded when it starts, for an import needs but two of them. */
export const definitions: Readonly<Record<string, () => Promise<ServiceDefinition>>> = {
  identity: async () => (await import('@peercert/identity/app')).identity,
  applications: async () => (await import('@peercert/applications/app')).applications,
  payments: async () => (await import('@peercert/payments/app')).payments,
  notifications: async () => (await import('@peercert/notifications/app')).notifications,
  portal: async () => (await import('@peercert/portal/app')).portal,
  'ce-audit': async () => (await import('./ce-audit.ts')).ceAudit,
}

export interface Parts {
  readonly services: readonly RunningService[]
  readonly clock: MovableClock
  readonly broker: LocalBroker
  close(): Promise<void>
}

/** PostgreSQL and the chosen services, on their own ports and databases. Facts flow once the broker begins. */
export async function startParts(
  folder: DataFolder,
  urls: Urls,
  names: readonly string[],
): Promise<Parts> {
  const clock = movableClock(folder.memory.clockOffsetMs)
  const broker = localBroker({ log: logOf('broker') })
  const platform: Platform = {
    broker,
    clock,
    signals: localSignals(),
    log: logOf,
  }
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    const server = await openPostgres(folder)
    closers.push(() => server.stop())
    const databases = await prepareDatabases(server.adminUrl, names, folder)
    const services: RunningService[] = []
    closers.push(() => Promise.all(services.map((service) => service.close())))
    for (const name of names) {
      const definition = await definitions[name]?.()
      const env = environmentOf(name, urls, databases, folder)
      if (definition) services.push(await startService(definition, { env, platform }))
    }
    return { services, clock, broker, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Standard output belongs to the one line of `--json`. */
function logOf(name: string) {
  return createLog(name, { level: 'warn', destination: process.stderr })
}

function openPostgres(folder: DataFolder): Promise<PostgresServer> {
  return startPostgres({ dataDir: join(folder.path, 'postgres') })
}
