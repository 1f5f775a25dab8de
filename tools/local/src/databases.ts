import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase, createReader } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import type { DataFolder } from './data-folder.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Whose schema a database has; ce-audit has only messaging until its service comes. */
const folders: Record<string, string> = { 'ce-audit': 'chassis' }

/** May look into every database and change none: for the oracle, which is a tool and no service. */
export const reader = 'reader'

/** A database and a user for each service, migrated; answers their URLs by service. */
export async function prepareDatabases(
  adminUrl: string,
  services: readonly string[],
  folder: DataFolder,
): Promise<Record<string, string>> {
  const urls: Record<string, string> = {}
  for (const service of services) {
    const name = service.replaceAll('-', '_')
    const url = await createDatabase(adminUrl, {
      name,
      user: name,
      password: folder.secret(`database.${name}`),
    })
    urls[service] = url
    await migrate(service, url, folder)
  }
  await createReader(adminUrl, {
    user: reader,
    password: folder.secret(`database.${reader}`),
    databases: services.map((service) => service.replaceAll('-', '_')),
  })
  folder.save()
  return urls
}

/** The engine takes half a second to look; a database that has this very set of migrations is left alone. */
async function migrate(service: string, url: string, folder: DataFolder) {
  const prisma = join(root, 'services', folders[service] ?? service, 'prisma')
  const state = hashOf(join(prisma, 'migrations'))
  if (folder.memory.migrated[service] === state) return
  await applyMigrations(url, prisma)
  folder.memory.migrated[service] = state
}

function hashOf(migrations: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrations, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(join(migrations, name)))
  return hash.digest('hex')
}
