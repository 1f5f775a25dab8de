import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePorts } from '@peercert/local/ports'
import { answers, Child } from '../child.ts'
import { goProgram } from '../provision/go.ts'
import { natsServer } from './program.ts'

export interface NatsOptions {
  readonly dataDir: string
  /** Beside the data unless given. */
  readonly logDir?: string
  /** 0 or nothing: free ones. */
  readonly port?: number
  readonly monitorPort?: number
  /** Who may send and hear signals, with passwords. */
  readonly users: Readonly<Record<string, string>>
}

export interface NatsServer {
  readonly port: number
  readonly health: string
  /** With 0 for the id of one that does not run. */
  readonly processes: readonly {
    readonly name: string
    readonly pid: number
    readonly log: string
  }[]
  urlOf(user: string): string
  start(name?: string): Promise<void>
  kill(name?: string, signal?: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
}

/** Core NATS on loopback: no JetStream, for signals may be lost and nothing else travels here. */
export async function startNats(options: NatsOptions): Promise<NatsServer> {
  const { dataDir, logDir = dataDir, users } = options
  const program = await goProgram(natsServer)
  const { port = 0, monitorPort = 0 } = await choosePorts(['port', 'monitorPort'], {
    ...(options.port && { port: options.port }),
    ...(options.monitorPort && { monitorPort: options.monitorPort }),
  })
  for (const folder of [dataDir, logDir]) await mkdir(folder, { recursive: true })
  const config = join(dataDir, 'nats.conf')
  await writeFile(config, natsConfig({ port, monitorPort, users }), { mode: 0o600 })
  const health = `http://127.0.0.1:${monitorPort}/healthz`
  const child = new Child({
    name: 'nats',
    program,
    args: ['--config', config],
    log: join(logDir, 'nats.log'),
    ready: () => answers(health),
    patienceMs: 20_000,
  })
  await child.start()
  return {
    port,
    health,
    get processes() {
      return [{ name: 'nats', pid: child.pid ?? 0, log: child.log }]
    },
    urlOf: (user) => `nats://${user}:${encodeURIComponent(users[user] ?? '')}@127.0.0.1:${port}`,
    start: () => child.start(),
    kill: (_name, signal) => child.kill(signal),
    stop: () => child.stop(),
  }
}

interface Settings extends Pick<NatsOptions, 'users'> {
  /** Loopback unless given. */
  readonly host?: string
  readonly port: number
  readonly monitorPort: number
}

export function natsConfig({ host = '127.0.0.1', port, monitorPort, users }: Settings): string {
  const subjects = '"peercert.signals.>"'
  const rows = Object.entries(users).map(
    ([user, password]) => `    { user: ${user}, password: ${JSON.stringify(password)} }`,
  )
  return `server_name: peercert
listen: "${host}:${port}"
http: "${host}:${monitorPort}"
max_payload: 64KB
authorization {
  default_permissions: { publish: ${subjects}, subscribe: [${subjects}, "_INBOX.>"] }
  users: [
${rows.join('\n')}
  ]
}
`
}
