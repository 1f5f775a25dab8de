import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createDatabase, dropDatabase } from '../src/databases.ts'
import { applyMigrations, checkMigrations, createMigration } from '../src/migrate.ts'

const name = `migrated_${process.pid}`
let folder: string
let url: string
const model = (fields: string) => `
  datasource db {
    provider = "postgresql"
  }
  model Thing {
    id Int @id
    ${fields}
  }`

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'peercert-prisma-'))
  url = await createDatabase(inject('postgresUrl'), { name, user: name, password: name })
  process.env.MIGRATE_SERVER_URL = inject('postgresUrl')
})
afterEach(async () => {
  delete process.env.MIGRATE_SERVER_URL
  await dropDatabase(inject('postgresUrl'), name)
  rmSync(folder, { recursive: true, force: true })
})

const schema = (fields: string) => writeFileSync(join(folder, 'schema.prisma'), model(fields))

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

test('a schema becomes migrations, and migrations become tables, once', async () => {
  schema('name String')
  expect(await checkMigrations(folder)).toContain('CREATE TABLE "Thing"')
  expect(await createMigration(folder, 'begin')).toMatch(/\d{14}_begin$/)
  expect(await checkMigrations(folder)).toBeUndefined()
  expect(await createMigration(folder, 'again')).toBeUndefined()
  expect(await applyMigrations(url, folder)).toHaveLength(1)
  expect(await applyMigrations(url, folder)).toEqual([])
  schema('name String\n age Int?')
  const written = (await createMigration(folder, 'age')) ?? ''
  expect(readFileSync(join(written, 'migration.sql'), 'utf8')).toContain('ADD COLUMN')
})

test('a semicolon inside a comment or a function does not end a statement', async () => {
  schema('name String')
  const target = join(folder, 'migrations', '00000000000000_functions')
  mkdirSync(target, { recursive: true })
  const script = `-- one; two
    create table "Thing" (id int primary key, name text not null);
    create function twice(n int) returns int language plpgsql as $$ begin n := n * 2; return n; end $$;`
  writeFileSync(join(target, 'migration.sql'), script)
  await applyMigrations(url, folder)
  expect(await ask('select twice(21)')).toEqual([42])
})

test('a migration that fails leaves nothing, stops the rest, and can be mended', async () => {
  schema('name String')
  for (const [at, sql] of [
    'create table a (); create table a ();',
    'create table b ()',
  ].entries()) {
    const target = join(folder, 'migrations', `0000000000000${at}_x`)
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'migration.sql'), sql)
  }
  await expect(applyMigrations(url, folder)).rejects.toThrow('already exists')
  expect(await ask(`select to_regclass('a') is null and to_regclass('b') is null`)).toEqual([true])
  const first = join(folder, 'migrations', '00000000000000_x', 'migration.sql')
  writeFileSync(first, 'create table a ();')
  expect(await applyMigrations(url, folder)).toHaveLength(2)
})

test('replaying migrations never touches a database that is in use', async () => {
  schema('name String')
  await createMigration(folder, 'begin')
  await applyMigrations(url, folder)
  await ask(`insert into "Thing" values (1, 'kept')`)
  await checkMigrations(folder).catch(() => {})
  expect(await ask('select name from "Thing"')).toEqual(['kept'])
  expect(readdirSync(join(folder, 'migrations'))).toContain('migration_lock.toml')
})
