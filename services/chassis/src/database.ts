import type pg from 'pg'
import { TracedPool } from './sql-spans.ts'

/** The part of a Prisma client or transaction that the chassis needs, whichever service made it. */
export interface Sql {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>
}

export interface Database<Tx extends Sql = Sql> {
  $transaction<T>(
    work: (tx: Tx) => Promise<T>,
    options?: { maxWait?: number; timeout?: number },
  ): Promise<T>
}

export interface PoolOptions {
  readonly max?: number
  readonly applicationName?: string
}

/** One pool per service: Prisma (`new PrismaPg(pool)`) and the chassis share it. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new TracedPool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'peercert',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A statement that runs this long is broken; it must not pin a row lock for ever.
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // An idle connection that the server closes is replaced at the next use; without a listener
  // it would end the process.
  pool.on('error', () => {})
  // So would one that is in use while the server dies; whoever uses it hears of it from its next statement.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** Runs work in one transaction on a plain client; the chassis's own, set-based path. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
