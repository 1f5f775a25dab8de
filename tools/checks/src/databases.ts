import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Check } from './check.ts'
import { runTool } from './tool.ts'
import { textOf } from './tracked.ts'

const model = 'services/chassis/prisma'

/** What every service holds a copy of. */
function messagingFiles(root: string): string[] {
  const migrations = globSync('migrations/*/migration.sql', { cwd: join(root, model) })
  return ['messaging.prisma', ...migrations.sort()]
}

/** Folders of databases of services; the chassis has only the model. */
function databasesIn(root: string): string[] {
  return globSync('services/*/prisma/schema.prisma', { cwd: root })
    .map(dirname)
    .filter((folder) => folder !== model)
    .sort()
}

/** Facts travel the same way everywhere: tables and their migration are those of the chassis. */
export const messaging: Check = {
  name: 'messaging tables',
  run: (root) => {
    const folders = databasesIn(root)
    const wrong = folders.flatMap((folder) =>
      messagingFiles(root)
        .filter((file) => textOf(root, `${folder}/${file}`) !== textOf(root, `${model}/${file}`))
        .map((file) => `${folder}/${file} is not ${model}/${file}`),
    )
    return { looked: `${folders.length} services`, wrong }
  },
}

/** With this switch, a filter whose value is missing is an error and not "everybody". */
export const strictQueries: Check = {
  name: 'strict queries',
  run: (root) => {
    const folders = databasesIn(root)
    const wrong = folders
      .filter(
        (folder) => !textOf(root, `${folder}/schema.prisma`)?.includes('strictUndefinedChecks'),
      )
      .map((folder) => `${folder}/schema.prisma does not turn on strictUndefinedChecks`)
    return { looked: `${folders.length} services`, wrong }
  },
}

/** The migrations lead exactly to the schema. */
export const migrations: Check = {
  name: 'migrations',
  run: (root) => {
    const services = databasesIn(root).map((folder) => folder.split('/')[1] ?? '')
    const wrong = services.flatMap((service) => {
      const args = ['tools/postgres/src/migrate.ts', 'check', service]
      const { status, lines } = runTool(root, process.execPath, args)
      return status === 0 ? [] : [`${service}: the migrations do not lead to the schema:`, ...lines]
    })
    return { looked: `${services.length} services`, wrong }
  },
}
