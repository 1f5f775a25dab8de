import type { ControlledService } from '@peercert/local/control'
import type { Urls } from '@peercert/local/environment'
import pg from 'pg'

/** The operator's own look into each service's database, opened when somebody looks. */
export class DatabasePools {
  readonly services: readonly ControlledService[]

  constructor(databases: Urls, urls: Urls) {
    this.services = Object.entries(databases).map(([name, connectionString]) => {
      const pool = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 5_000 })
      // A server that ends takes idle connections with it; the next look makes a new one.
      pool.on('error', () => {})
      return { name, url: urls[name] ?? '', pool }
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map(({ pool }) => pool.end()))
  }
}
