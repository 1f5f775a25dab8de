import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPool } from '@peercert/chassis/database'

/** A service's own database in the folder of a running system, opened as that service opens it. */
export function openDatabase(data: string, service: string): ReturnType<typeof createPool> {
  const { secrets } = JSON.parse(readFileSync(join(data, 'peercert.json'), 'utf8')) as {
    secrets: Record<string, string>
  }
  const port = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const name = service.replaceAll('-', '_')
  return createPool(`postgresql://${name}:${secrets[`database.${name}`]}@127.0.0.1:${port}/${name}`)
}
