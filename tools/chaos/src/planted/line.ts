import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Arm } from '@peercert/chassis/failpoints'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import pg from 'pg'
import { busTables } from './bus.ts'
import type { WorkerOrder } from './worker.ts'

export const topic = 'peercert.things.v1'
/** Half an hour before midnight in California, and already tomorrow in UTC. */
export const programTime = new Date('2026-07-01T06:30:00Z')

const migrations = join(import.meta.dirname, '../../../../services/chassis/prisma')

/** Outbox, relay, broker, consumer and inbox in one process that dies, and what a database says of it afterwards. */
export class DyingLine {
  readonly pool: pg.Pool
  readonly databaseUrl: string
  #said = 0
  #worker: ChildProcess | undefined

  private constructor(databaseUrl: string) {
    this.databaseUrl = databaseUrl
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  }

  static async open(adminUrl: string, name: string): Promise<DyingLine> {
    const options = { name, user: name, password: 'planted' }
    const line = new DyingLine(await createDatabase(adminUrl, options))
    await applyMigrations(line.databaseUrl, migrations)
    await line.pool.query(`${busTables};
      create table effect (event_id uuid not null, n int not null)`)
    return line
  }

  /** Starts it with more to say. */
  start(count: number, arm?: Arm): void {
    const say = Array.from({ length: count }, () => this.#said++)
    const order: WorkerOrder = { databaseUrl: this.databaseUrl, say, ...(arm && { arm }) }
    this.#worker = spawn(
      process.execPath,
      [join(import.meta.dirname, 'worker.ts'), JSON.stringify(order)],
      {
        env: { PATH: process.env.PATH, FAILPOINTS: 'on' },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
  }

  async kill(): Promise<void> {
    const worker = this.#worker
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }

  /** Dies at that point, having said more. */
  async dieAt(arm: Omit<Arm, 'action'>, count = 3): Promise<void> {
    this.start(count, { ...arm, action: 'kill' })
    const worker = this.#worker
    await Promise.race([worker && once(worker, 'exit'), delay(20_000, undefined, { ref: false })])
    await this.kill()
  }

  /** Lives until nothing is under way any more. */
  async liveOn(count = 0): Promise<void> {
    this.start(count)
    await this.until(
      `select ${count === 0 || `exists (select from outbox where data ->> 'n' = '${this.#said - 1}')`}
        and not exists (select from outbox_unsent)
        and coalesce((select max(seq) from bus), 0) < coalesce((select max(next) from place), 1)`,
    )
    await this.kill()
  }

  /** Until a question is answered with yes; false when that takes too long. */
  async until(question: string, patienceMs = 20_000): Promise<boolean> {
    const end = performance.now() + patienceMs
    while (performance.now() < end) {
      const { rows } = await this.pool.query<Record<string, boolean>>(question)
      if (Object.values(rows[0] ?? {})[0]) return true
      await delay(50)
    }
    return false
  }

  /** What the oracle asks as well: every fact has its effect, once, at its time. */
  async wrongs({ parked = 0 } = {}): Promise<string[]> {
    const count = async (what: string, sql: string) => {
      const { rows } = await this.pool.query<{ count: number }>(`select (${sql})::int as count`)
      const found = rows[0]?.count ?? 0
      return found > 0 ? [`${found} ${what}`] : []
    }
    const missing = await count(
      'parked too few or too many',
      `select abs(count(*) - ${parked}) from parked`,
    )
    return [
      ...missing,
      ...(await count(
        'facts lost',
        `select count(*) from outbox where type = 'thing.done' and id not in (select event_id from effect)`,
      )),
      ...(await count(
        'effects doubled',
        `select count(*) from (select event_id from effect group by event_id having count(*) > 1) as twice`,
      )),
      ...(await count(
        'facts of another time than the program says',
        `select count(*) from outbox where type = 'thing.done' and occurred_at <> '${programTime.toISOString()}'`,
      )),
    ]
  }

  async close(): Promise<void> {
    await this.kill()
    await this.pool.end()
  }
}
