import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMemory } from '@peercert/local/data-folder'
import { reader } from '@peercert/local/databases'
import pg from 'pg'

/** Those that hear what others say. */
export const listeners = [
  'identity',
  'applications',
  'payments',
  'notifications',
  'portal',
] as const
export const services = [...listeners, 'ce-audit'] as const
export type Service = (typeof services)[number]

/** The databases of all services, for a role that can only read. */
export interface Databases {
  rows<T extends pg.QueryResultRow>(
    service: Service,
    sql: string,
    values?: readonly unknown[],
  ): Promise<T[]>
  /** One column, as texts. */
  keys(service: Service, sql: string): Promise<string[]>
  close(): Promise<void>
}

export function openDatabases(folder: string): Databases {
  const { secrets } = readMemory(folder)
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const pools = new Map(
    services.map((service) => {
      const pool = new pg.Pool({
        host: '127.0.0.1',
        port: Number(port),
        user: reader,
        password: secrets[`database.${reader}`],
        database: service.replaceAll('-', '_'),
        max: 2,
      })
      pool.on('error', () => {})
      return [service, pool] as const
    }),
  )
  const rows: Databases['rows'] = async <T extends pg.QueryResultRow>(
    service: Service,
    sql: string,
    values: readonly unknown[] = [],
  ) => {
    const pool = pools.get(service)
    if (!pool) throw new Error(`no database ${service}`)
    return (await pool.query<T>(sql, [...values])).rows
  }
  return {
    rows,
    keys: async (service, sql) =>
      (await rows<Record<string, unknown>>(service, sql)).map((row) =>
        String(Object.values(row)[0]),
      ),
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
  }
}
