import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Binaries, binaries } from './binaries.ts'
import { asOwner, type Owner, ownedFolder, ownerOfServer } from './owner.ts'

export interface PostgresOptions {
  /** Made and filled at the first start, kept afterwards. */
  readonly dataDir: string
  /** 0 or nothing: a free one. */
  readonly port?: number
  /** False only where losing everything is fine: tests. */
  readonly durable?: boolean
  /** More settings, e.g. { shared_buffers: '512MB' }. */
  readonly settings?: Readonly<Record<string, string>>
  readonly onLine?: (line: string) => void
}

export interface PostgresServer {
  readonly port: number
  readonly pid: number
  /** Superuser, database postgres. */
  readonly adminUrl: string
  /** Resolves when it is gone, for whatever reason. */
  readonly exited: Promise<void>
  stop(): Promise<void>
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  io_method: 'sync',
  autovacuum_naptime: '20s',
}

const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Starts PostgreSQL on loopback. Every process it starts is stopped by its own id. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { dataDir, durable = true } = options
  const programs = await binaries()
  const owner = ownerOfServer()
  const password = prepare(programs, dataDir, owner)
  await stopLeftOver(dataDir)
  const port = options.port || (await freePort())
  const chosen = { ...settings, ...(durable ? {} : forgetful), ...options.settings }
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = asOwner(programs.postgres, ['-D', dataDir, '-p', String(port), ...flags], owner)
  const child = spawn(command.program, [...command.args], {
    ...command.options,
    cwd: dataDir,
    // Its own process group: Ctrl-C in a terminal reaches the services first, which then stop it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_MESSAGES: 'C' },
  })
  const onExit = () => void child.kill('SIGINT')
  process.once('exit', onExit)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child, options.onLine)
  return {
    exited,
    port,
    pid: child.pid as number,
    adminUrl: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', onExit)
      await stopped(child)
    },
  }
}

/** Answers the superuser's password, which lies beside the data and is readable to its owner. */
function prepare(programs: Binaries, dataDir: string, owner: Owner | undefined): string {
  ownedFolder(dataDir, owner)
  const kept = join(dataDir, 'superuser-password')
  if (existsSync(join(dataDir, 'PG_VERSION'))) return readFileSync(kept, 'utf8')
  const password = randomBytes(18).toString('base64url')
  const file = join(tmpdir(), `peercert-${randomBytes(8).toString('hex')}`)
  writeFileSync(file, password, { mode: 0o644 })
  try {
    const flags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const initdb = asOwner(
      programs.initdb,
      [
        `--pgdata=${dataDir}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${file}`,
        '--locale=C',
        '--no-sync',
        ...flags,
      ],
      owner,
    )
    execFileSync(initdb.program, [...initdb.args], {
      ...initdb.options,
      cwd: tmpdir(),
      stdio: 'pipe',
      env: { ...process.env, LC_MESSAGES: 'C' },
    })
  } finally {
    rmSync(file, { force: true })
  }
  writeFileSync(kept, password, { mode: 0o600 })
  return password
}

/** A server of this folder that outlived a killed start: it is ours, and ends before the next. */
async function stopLeftOver(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file) || process.platform === 'win32') return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const isOurs = () => {
    try {
      const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { stdio: 'pipe' })
      return command.toString().includes(dataDir)
    } catch {
      return false
    }
  }
  if (!isOurs()) return
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < 100 && isOurs(); tries += 1) await delay(100)
}

function ready(child: ChildProcess, onLine: PostgresOptions['onLine']): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      onLine?.(text)
      // The end of it: whoever knocks too early fills pages before it is ready.
      said = (said + text).slice(-20_000)
      if (said.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
  })
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGINT')
  const slow = setTimeout(() => child.kill('SIGQUIT'), 15_000)
  await gone
  clearTimeout(slow)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
