/** Brings a database to the schema of a release, whose folder `prisma` lies beside this program in its image. */
import { dirname, join } from 'node:path'
import pg from 'pg'
import { applyMigrations } from './migrate.ts'

/** Two starts at once take turns: the engine itself must not run twice on one database. */
const turn = 'peercert migrations'

async function main(): Promise<void> {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is missing')
  const schema = join(dirname(process.argv[1] ?? ''), 'prisma')
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [turn])
    const applied = await applyMigrations(DATABASE_URL, schema)
    console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply')
  } finally {
    await client.end()
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
