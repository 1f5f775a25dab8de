import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { asAdmin, createDatabase, dropDatabase, urlOf } from './databases.ts'
import { applyMigrations } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

const owner = { user: 'tester', password: 'tester' }

/**
 * A fresh database with the folder's migrations. They run once per content into a template, from
 * which each test file's database is copied in a moment.
 */
export async function testDatabase(
  adminUrl: string,
  service: string,
  folder: string,
): Promise<TestDatabase> {
  const template = `template_${service.replaceAll('-', '_')}_${fingerprint(folder)}`
  const name = `${service.replaceAll('-', '_')}_${randomUUID().replaceAll('-', '')}`
  await asAdmin(adminUrl, async (client) => {
    // Test files run at once, in processes of their own: one of them makes the template.
    await client.query('select pg_advisory_lock(hashtext($1))', [owner.user])
    try {
      await makeTemplate(client, adminUrl, template, folder)
      await createDatabase(adminUrl, { name, template, ...owner })
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [owner.user])
    }
  })
  return { url: urlOf(adminUrl, { name, ...owner }), drop: () => dropDatabase(adminUrl, name) }
}

async function makeTemplate(
  client: pg.Client,
  adminUrl: string,
  template: string,
  folder: string,
): Promise<void> {
  const made = await client.query('select 1 from pg_database where datname = $1', [template])
  if (made.rowCount) return
  const draft = `draft_${template}`
  await dropDatabase(adminUrl, draft)
  const url = await createDatabase(adminUrl, { name: draft, ...owner })
  await applyMigrations(url, folder)
  const [from, to] = [pg.escapeIdentifier(draft), pg.escapeIdentifier(template)]
  await client.query(`alter database ${from} rename to ${to}`)
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  const migrations = join(folder, 'migrations')
  for (const name of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(join(migrations, name)))
  return hash.digest('hex').slice(0, 12)
}
