import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { forgetVolume, volumeOf } from './container.ts'

/**
 * Passwords of the data that lie in the folder's volume, beside which they are kept. A folder that has none is a new
 * one: what an earlier one of the same name left in the volume is forgotten.
 */
export async function secretsOf(
  dataDir: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const file = join(dataDir, 'container-secrets.json')
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
  await forgetVolume(volumeOf(dataDir))
  await mkdir(dataDir, { recursive: true })
  const made = names.map((name) => [name, randomBytes(18).toString('base64url')])
  const secrets = Object.fromEntries(made) as Record<string, string>
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}
