import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type SchemaEngine, type SchemaFile, withEngine } from './engine.ts'
import { startScratchPostgres } from './scratch.ts'

/** `folder` is a service's prisma folder: *.prisma files and migrations/. */
const filters = { externalTables: [], externalEnums: [] }

/** Applies what is missing, in order; answers the names. Run it once at a time per database. */
export async function applyMigrations(url: string, folder: string): Promise<string[]> {
  const migrationsList = listOf(folder)
  return withEngine(url, schemaFiles(folder), async (engine) => {
    try {
      const applied = await engine.applyMigrations({ migrationsList, filters })
      return applied.appliedMigrationNames
    } catch (error) {
      await takeBack(engine, migrationsList)
      throw error
    }
  })
}

/** Each migration is one transaction, so one that failed left nothing and may be mended and run. */
async function takeBack(engine: SchemaEngine, migrationsList: object): Promise<void> {
  const input = { migrationsList, filters, optInToShadowDatabase: false }
  const { failedMigrationNames } = await engine.diagnoseMigrationHistory(input)
  for (const migrationName of failedMigrationNames)
    await engine.markMigrationRolledBack({ migrationName })
}

/** Writes the migration that leads from the existing ones to the schema; undefined when none is needed. */
export async function createMigration(folder: string, name: string): Promise<string | undefined> {
  const script = await difference(folder)
  if (script === undefined) return undefined
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const target = join(folder, 'migrations', `${stamp}_${name}`)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'migration.sql'), script)
  return target
}

/** The SQL that is missing from the migrations; undefined when schema and migrations agree. */
export function checkMigrations(folder: string): Promise<string | undefined> {
  return difference(folder)
}

async function difference(folder: string): Promise<string | undefined> {
  const { url, stop } = await scratchServer()
  try {
    const files = schemaFiles(folder)
    const from = { tag: 'migrations', ...listOf(folder) }
    const to = { tag: 'schemaDatamodel', files }
    const { exitCode, stdout } = await withEngine(url, files, (engine) =>
      engine.diff({ from, to, script: true, exitCode: true, shadowDatabaseUrl: null, filters }),
    )
    return exitCode === 2 ? (stdout ?? '') : undefined
  } finally {
    await stop()
  }
}

/** Migrations are replayed on a database that may be thrown away. */
async function scratchServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.MIGRATE_SERVER_URL
  if (given) return { url: given, stop: async () => {} }
  const server = await startScratchPostgres()
  return { url: server.adminUrl, stop: () => server.stop() }
}

function schemaFiles(folder: string): SchemaFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({ path: name, content: readFileSync(join(folder, name), 'utf8') }))
}

/** Every migration of the folder as the engine wants to see it. */
function listOf(folder: string) {
  const baseDir = join(folder, 'migrations')
  mkdirSync(baseDir, { recursive: true })
  const lock = join(baseDir, 'migration_lock.toml')
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n')
  const names = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(lock, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

const usage = 'usage: migrate.ts dev <service> [name] | deploy <service> | check <service>'

type Command = (folder: string, name: string) => Promise<number>

/** dev writes a migration, deploy applies (DATABASE_URL), check exits 2 when one is missing. */
const commands: Readonly<Record<string, Command>> = {
  async dev(folder, name) {
    const written = await createMigration(folder, name)
    console.log(written ? `wrote ${written}` : 'the migrations already lead to the schema')
    return 0
  },
  async deploy(folder) {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error('DATABASE_URL is missing')
    const applied = await applyMigrations(url, folder)
    console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply')
    return 0
  },
  async check(folder) {
    const missing = await checkMigrations(folder)
    console.log(missing ?? 'schema and migrations agree')
    return missing === undefined ? 0 : 2
  },
}

async function main([name, service, label = 'change']: readonly string[]): Promise<number> {
  const command = commands[name ?? '']
  const folder = resolve(import.meta.dirname, '../../../services', service ?? '', 'prisma')
  if (!command || !service || !existsSync(folder)) throw new Error(usage)
  return command(folder, label)
}

if (import.meta.main)
  await main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
