import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, isCached } from '../provision/cache.ts'
import { fetchWithMaven } from '../provision/maven.ts'

export const kafkaVersion = '4.3.1'

const pins = readFileSync(join(import.meta.dirname, 'artifacts.sha256'))

/** Short name of exactly these artifacts. */
export const artifactsDigest = createHash('sha256').update(pins).digest('hex').slice(0, 12)

const key = `kafka-${kafkaVersion}-${artifactsDigest}`

export const hasKafkaArtifacts = () => isCached(key)

/** The broker's class path: the pinned jars, fetched once. */
export async function kafkaClassPath(): Promise<string> {
  const folder = await cached(key, (dir) => fetchWithMaven(import.meta.dirname, dir))
  const jars = (await readdir(folder)).filter((name) => name.endsWith('.jar')).toSorted()
  return jars.map((name) => join(folder, name)).join(':')
}
