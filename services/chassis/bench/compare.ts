import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { startPostgres } from '@peercert/postgres/server'
import { createPool } from '../src/database.ts'
import { inboxDigests } from '../src/inbox-digests.ts'
import { outboxDigests, outboxIds } from '../src/outbox-digests.ts'

/** What it costs to compare a day: digests of outbox and inbox, and the ids of one bucket. */
const count = Number(process.argv[2] ?? 1_000_000)
const dayMs = 86_400_000
const types = ['thing.0', 'thing.1', 'thing.2', 'thing.3', 'thing.4']

const dataDir = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
const server = await startPostgres({ dataDir })
const url = await createDatabase(server.adminUrl, { name: 'bench', user: 'bench', password: 'b' })
await applyMigrations(url, join(import.meta.dirname, '../prisma'))
const pool = createPool(url)
// Three days lie there, and one is asked for.
for (let day = 3; day > 0; day -= 1)
  for (let part = 0; part < 10; part += 1)
    await pool.query(
      `insert into outbox (type, key, data, occurred_at, id)
       select 'thing.' || (n % 5), 'k', '{"n":1,"text":"a fact of ordinary size, with an account and a date in it"}',
         now(), uuidv7($1 * interval '-1 day' + n * interval '1 day' / $2)
       from generate_series($3::int, $4::int) as n`,
      [day, count, (part * count) / 10 + 1, ((part + 1) * count) / 10],
    )
await pool.query('delete from outbox_unsent')
await pool.query(
  `insert into inbox (consumer, event_id, type) select 'listener', id, type from outbox`,
)
await pool.query('vacuum analyze outbox')
await pool.query('vacuum analyze inbox')

const until = new Date()
const day = { from: new Date(until.getTime() - dayMs), until }
const bucket = { from: new Date(until.getTime() - 600_000), until }
const measures: Record<string, () => Promise<unknown>> = {
  outboxDigestsMs: () => outboxDigests(pool, day),
  inboxDigestsMs: () => inboxDigests(pool, { ...day, consumer: 'listener', types }),
  idsOfOneBucketMs: () => outboxIds(pool, { ...bucket, type: 'thing.1', limit: 10_000 }),
}
const best: Record<string, number> = {}
for (const [name, measure] of Object.entries(measures))
  for (let round = 0; round < 3; round += 1) {
    const before = performance.now()
    await measure()
    best[name] = Math.min(best[name] ?? Infinity, Math.round(performance.now() - before))
  }
console.log(JSON.stringify({ factsADay: count, days: 3, ...best }))
await pool.end()
await server.stop()
rmSync(dataDir, { recursive: true, force: true })
