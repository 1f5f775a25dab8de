import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { MissingPart } from './missing.ts'

const run = promisify(execFile)

/**
 * Fetches what the pom in the folder names into `target` (the pom uses it as `${target}`) and
 * compares every file with the folder's `artifacts.sha256`: none other, none more. `phase` is the
 * last one to run; the pom binds its goals to phases.
 */
export async function fetchWithMaven(
  pomDir: string,
  target: string,
  phase = 'validate',
): Promise<void> {
  await requireJava()
  // Strict checksums: what the repository itself says of a file must hold, too.
  const flags = ['--quiet', '--batch-mode', '--strict-checksums']
  const file = join(pomDir, 'pom.xml')
  try {
    await run('mvn', [...flags, '--file', file, `-Dtarget=${target}`, phase], {
      maxBuffer: 1 << 24,
    })
  } catch (error) {
    throw explained(error)
  }
  await verify(target, join(pomDir, 'artifacts.sha256'))
}

function explained(error: unknown): Error {
  const { code, stdout } = error as { code?: unknown; stdout?: string }
  if (code === 'ENOENT') return new MissingPart('Maven', 'install Maven 3.8 or newer (mvn)')
  const why = (stdout ?? '').split('\n').find((line) => line.includes('[ERROR]'))
  return new Error(`Maven could not fetch the artifacts: ${why ?? String(error)}`, { cause: error })
}

/** Throws unless the folder's files are exactly those that the list names. */
export async function verify(folder: string, list: string): Promise<void> {
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line !== '')
  const wanted = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
  const entries = await readdir(folder, { withFileTypes: true })
  const strange = entries.filter((entry) => entry.isFile() && !wanted.has(entry.name))
  if (strange[0]) throw new Error(`${strange[0].name} was fetched and is not in the pinned list`)
  for (const [name, expected] of wanted) {
    const found = await sha256(join(folder, name))
    if (found !== expected)
      throw new Error(`${name} is not the pinned file: sha256 ${found}, expected ${expected}`)
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

const oldestJava = 17

/** Answers the major version of the machine's Java, or says which one to install. */
export async function requireJava(): Promise<number> {
  const install = `install a Java runtime, version ${oldestJava} or newer (java)`
  const { stderr } = await run('java', ['-version']).catch((error: unknown) => {
    throw new MissingPart('Java', install, { cause: error })
  })
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0)
  if (major < oldestJava) throw new MissingPart(`Java ${oldestJava}`, `${install}; found ${major}`)
  return major
}
