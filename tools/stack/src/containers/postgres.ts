import { closeCommonDatabase, type PostgresUnit, type PostgresUnitOptions } from '../postgres.ts'
import { type PartContainer, startContainer, volumeOf } from './container.ts'
import { secretsOf } from './secrets.ts'

/** PostgreSQL in a container, on loopback. */
export function postgresContainer(options: PostgresUnitOptions): PostgresUnit {
  const { dataDir, port, log, settings = {} } = options
  let container: PartContainer | undefined
  let adminUrl = ''
  return {
    name: 'postgres',
    url: `postgresql://127.0.0.1:${port}`,
    health: null,
    log,
    pid: () => container?.pid || undefined,
    adminUrl: () => adminUrl,
    async start() {
      const { superuser = '' } = await secretsOf(dataDir, ['superuser'])
      adminUrl = `postgresql://postgres:${superuser}@127.0.0.1:${port}/postgres`
      const chosen = { max_connections: '200', ...settings }
      const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      if (container) await container.start()
      else
        container = await startContainer({
          part: 'postgres',
          environment: { POSTGRES_PASSWORD: superuser },
          command: ['postgres', ...flags],
          ports: { 5432: port },
          volume: { name: volumeOf(dataDir), target: '/var/lib/postgresql' },
          ready: /ready to accept connections/,
          stopSignal: 'SIGINT',
          log,
        })
      await closeCommonDatabase(adminUrl)
    },
    kill: async () => container?.kill('SIGKILL'),
    signal: (signal) => void container?.kill(signal),
    stop: async () => container?.kill('SIGTERM'),
  }
}
