import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What is remembered between starts beside the database: secrets, ports and how far program time was moved. */
export interface Memory {
  readonly secrets: Record<string, string>
  ports: Record<string, number>
  clockOffsetMs: number
  /** Hash of the migrations that each database has. */
  migrated: Record<string, string>
  seeded: boolean
  /** Which sign-in has the accounts; another one would know nobody. */
  signIn?: string
  /** Whether the stack's data lie beside its processes or in volumes of containers. */
  parts?: string
}

/** What a running system tells the commands that want to reach it. */
export interface RunningSystem {
  readonly pid: number
  readonly nonce: string
  control: string
  portal?: string
  services?: Record<string, string>
  issuers?: { peers: string; staff: string }
  mail?: string
  card?: string
  clock?: string
}

export class DataFolderError extends Error {}

const mark = 'peercert.json'

export class DataFolder {
  readonly path: string
  readonly memory: Memory
  readonly #nonce = randomBytes(12).toString('hex')

  private constructor(path: string, memory: Memory) {
    this.path = path
    this.memory = memory
  }

  /** Takes the folder for this process, or says who has it. */
  static async take(path: string, fresh: boolean): Promise<DataFolder> {
    // Others may pass through, not look: PostgreSQL refuses to run as root and runs as somebody else then.
    mkdirSync(path, { recursive: true, mode: 0o711 })
    refuseForeign(path)
    await takeLock(path)
    if (fresh)
      for (const name of readdirSync(path))
        if (name !== 'running.json') rmSync(join(path, name), { recursive: true, force: true })
    const file = join(path, mark)
    const memory: Memory = existsSync(file)
      ? readJson(file)
      : { secrets: {}, ports: {}, clockOffsetMs: 0, migrated: {}, seeded: false }
    const folder = new DataFolder(path, memory)
    folder.save()
    return folder
  }

  save(): void {
    writeJson(join(this.path, mark), this.memory)
  }

  /** A secret of this installation, made at its first use. */
  secret(name: string): string {
    this.memory.secrets[name] ??= randomBytes(24).toString('base64url')
    return this.memory.secrets[name]
  }

  rememberOffset(offsetMs: number): void {
    this.memory.clockOffsetMs = offsetMs
    this.save()
  }

  /** The demo people are there; they are not made again. */
  seeded(): void {
    this.memory.seeded = true
    this.save()
  }

  get nonce(): string {
    return this.#nonce
  }

  announce(running: Omit<RunningSystem, 'pid' | 'nonce'>): void {
    writeJson(join(this.path, 'running.json'), { pid: process.pid, nonce: this.#nonce, ...running })
  }

  release(): void {
    this.save()
    rmSync(join(this.path, 'running.json'), { force: true })
  }
}

/** What is remembered in a folder, whoever has it. */
export function readMemory(path: string): Memory {
  return readJson(join(path, mark))
}

/** The system that runs on this folder, if one answers. */
export async function findRunning(path: string): Promise<RunningSystem | undefined> {
  const file = join(path, 'running.json')
  if (!existsSync(file)) return undefined
  const running = tryReadJson<RunningSystem>(file)
  if (!running?.pid || !isAlive(running.pid)) return undefined
  if (!running.control) return running
  // Another program may have been given the same process number since.
  const answer = await fetch(`${running.control}/nonce`, {
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined)
  return (await answer?.text().catch(() => '')) === running.nonce ? running : undefined
}

function refuseForeign(path: string) {
  const names = readdirSync(path)
  if (names.length > 0 && !names.includes(mark) && !names.includes('running.json'))
    throw new DataFolderError(
      `${path} holds something that is not PeerCert's. Choose an empty folder with --data.`,
    )
}

async function takeLock(path: string): Promise<void> {
  const file = join(path, 'running.json')
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeFileSync(handle, JSON.stringify({ pid: process.pid, nonce: '', control: '' }))
      closeSync(handle)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const running = await findRunning(path)
      if (running)
        throw new DataFolderError(
          `PeerCert already runs on ${path} (process ${running.pid}${running.portal ? `, ${running.portal}` : ''}). Stop it first, or choose another folder with --data.`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new DataFolderError(`Another start on ${path} is under way.`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}
function tryReadJson<T>(file: string): T | undefined {
  try {
    return readJson<T>(file)
  } catch {
    return undefined
  }
}
/** Written beside and moved over, so that a killed start leaves the old file or the new one. */
function writeJson(file: string, value: unknown) {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(beside, file)
}
