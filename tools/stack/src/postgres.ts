import { appendFileSync } from 'node:fs'
import { asAdmin } from '@peercert/postgres/databases'
import { type PostgresServer, startPostgres } from '@peercert/postgres/server'
import type { Unit } from './unit.ts'
import { guard } from './warden.ts'

export interface PostgresUnitOptions {
  readonly dataDir: string
  readonly port: number
  readonly log: string
  readonly settings?: Readonly<Record<string, string>>
}

export interface PostgresUnit extends Unit {
  adminUrl(): string
}

/** The database server of all services; each has a database and a user of its own there. */
export function postgresUnit({ dataDir, port, log, settings }: PostgresUnitOptions): PostgresUnit {
  let server: PostgresServer | undefined
  const onLine = (line: string) => appendFileSync(log, line)
  const gone = async (how: (running: PostgresServer) => unknown) => {
    const running = server
    if (!running) return
    await how(running)
    await running.exited
  }
  return {
    name: 'postgres',
    url: `postgresql://127.0.0.1:${port}`,
    health: null,
    log,
    pid: () => server?.pid,
    adminUrl: () => server?.adminUrl ?? '',
    async start() {
      const started = await startPostgres({ dataDir, port, onLine, ...(settings && { settings }) })
      server = started
      guard('postgres', started.pid, started.exited)
      void started.exited.then(() => {
        if (server === started) server = undefined
      })
      await closeCommonDatabase(started.adminUrl)
    },
    kill: () => gone(({ pid }) => process.kill(pid, 'SIGKILL')),
    // The server's own processes go on; whoever connects anew waits.
    signal: (signal) => void (server && process.kill(server.pid, signal)),
    stop: () => gone((running) => running.stop()),
  }
}

/** Everybody may connect to the common database unless told otherwise; a service has no business there. */
export function closeCommonDatabase(adminUrl: string): Promise<unknown> {
  return asAdmin(adminUrl, (client) =>
    client.query('revoke connect on database postgres, template1 from public'),
  )
}
