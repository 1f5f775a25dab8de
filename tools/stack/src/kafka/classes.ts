import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../provision/cache.ts'
import { artifactsDigest } from './artifacts.ts'
import { signalBroker, startBroker } from './broker-process.ts'
import { brokerArguments, formatStorage, javaVersion } from './java.ts'
import { brokerPlaces } from './places.ts'
import { brokerUser, serverProperties } from './settings.ts'

const file = 'classes.jsa'

/**
 * Flags that make Java take the broker's classes from an archive, which halves the time to be ready.
 * The archive is made once for these artifacts on this Java; another Java would only ignore it.
 */
export async function classArchiveFlags(): Promise<string[]> {
  const java = createHash('sha256').update(await javaVersion())
  const key = `kafka-classes-${artifactsDigest}-${java.digest('hex').slice(0, 12)}`
  const folder = await cached(key, archiveInto)
  return [`-XX:SharedArchiveFile=${join(folder, file)}`, '-Xshare:auto', '-Xlog:cds=off']
}

/** One start and stop of an empty broker, which writes down what it loaded. */
async function archiveInto(folder: string): Promise<void> {
  const scratch = join(folder, 'scratch')
  await mkdir(scratch)
  const all = await brokerPlaces(1)
  const [place] = all
  if (!place) return
  const properties = join(scratch, 'server.properties')
  const settings = { place, all, logDir: join(scratch, 'data'), brokerPassword: 'scratch' }
  await writeFile(properties, serverProperties(settings))
  await formatStorage(properties, 'scratch', { [brokerUser]: 'scratch' })
  const args = await brokerArguments(properties, { heap: '256m', jit: 'quick' }, [
    `-XX:ArchiveClassesAtExit=${join(folder, file)}`,
    '-Xlog:cds=off',
    '-Xlog:cds+dynamic=off',
  ])
  const files = { log: join(scratch, 'log'), pid: join(scratch, 'pid'), properties }
  await signalBroker(await startBroker(args, files), 'SIGTERM')
  await rm(scratch, { recursive: true })
}
