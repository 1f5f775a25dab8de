import { join } from 'node:path'
import { applications } from '@peercert/applications/app'
import { localBroker, type LocalBroker } from '@peercert/chassis/local-broker'
import { createLog } from '@peercert/chassis/log'
import { movableClock, type MovableClock } from '@peercert/chassis/clock'
import { startService, type Platform, type RunningService, type ServiceDefinition } from '@peercert/chassis/service'
import { localSignals } from '@peercert/chassis/signals'
import { identity } from '@peercert/identity/app'
import { notifications } from '@peercert/notifications/app'
import { payments } from '@peercert/payments/app'
import { portal } from '@peercert/portal/app'
import { startPostgres, type PostgresServer } from '@peercert/postgres/server'
import { ceAudit } from './ce-audit.ts'
import type { DataFolder } from './data-folder.ts'
import { prepareDatabases } from './databases.ts'
import { environments, type Urls } from './environment.ts'

/** The services of this process, in the order in which they start. */
export const definitions: Readonly<Record<string, ServiceDefinition>> = {
  identity,
  applications,
  payments,
  notifications,
  portal,
  'ce-audit': ceAudit,
}

export interface Parts {
  readonly services: readonly RunningService[]
  readonly clock: MovableClock
  readonly broker: LocalBroker
  close(): Promise<void>
}

/** PostgreSQL and the chosen services, on their own ports and databases. Facts flow once the broker begins. */
export async function startParts(folder: DataFolder, urls: Urls, names: readonly string[]): Promise<Parts> {
  const clock = movableClock(folder.memory.clockOffsetMs)
  const broker = localBroker({ log: createLog('broker', { level: 'warn' }) })
  const platform: Platform = { broker, clock, signals: localSignals(), log: (name) => createLog(name, { level: 'warn' }) }
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    const server = await openPostgres(folder)
    closers.push(() => server.stop())
    const databases = await prepareDatabases(server.adminUrl, names, folder)
    const env = environments(urls, databases, folder)
    const services: RunningService[] = []
    closers.push(() => Promise.all(services.map((service) => service.close())))
    for (const name of names) {
      const definition = definitions[name]
      if (definition) services.push(await startService(definition, { env: env[name] ?? {}, platform }))
    }
    return { services, clock, broker, close }
  } catch (error) {
    await close()
    throw error
  }
}

function openPostgres(folder: DataFolder): Promise<PostgresServer> {
  return startPostgres({ dataDir: join(folder.path, 'postgres') })
}
