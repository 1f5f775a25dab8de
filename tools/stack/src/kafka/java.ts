import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { kafkaClassPath } from './artifacts.ts'

const run = promisify(execFile)

export interface BrokerJava {
  /** Such as 384m. */
  readonly heap: string
  /** `quick` is ready sooner; `full` is cheaper per record once it has run for a while. */
  readonly jit: 'quick' | 'full'
}

const common = [
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.awt.headless=true',
  `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
]
const quick = '-XX:TieredStopAtLevel=1'

/** Arguments of `java` for one broker; `flags` say what to do with the class archive. */
export async function brokerArguments(
  properties: string,
  { heap, jit }: BrokerJava,
  flags: readonly string[],
): Promise<string[]> {
  const speed = jit === 'quick' ? [quick] : []
  const main = ['-cp', await kafkaClassPath(), 'kafka.Kafka', properties]
  return [...common, `-Xmx${heap}`, ...speed, ...flags, ...main]
}

/** Writes an empty log folder that knows the users. */
export async function formatStorage(
  properties: string,
  clusterId: string,
  users: Readonly<Record<string, string>>,
): Promise<void> {
  const scram = Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ])
  const main = ['-cp', await kafkaClassPath(), 'kafka.tools.StorageTool', 'format']
  const args = ['-t', clusterId, '-c', properties, ...scram]
  await run('java', [...common, '-Xmx128m', quick, ...main, ...args])
}

/** What the machine's Java says of itself. */
export async function javaVersion(): Promise<string> {
  const { stderr } = await run('java', ['-version'])
  return stderr
}
