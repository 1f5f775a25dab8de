import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { choosePorts } from '@peercert/local/ports'
import { answers, Child } from '../child.ts'
import { type AdminApi, adminApi } from './admin.ts'
import { javaCommand, type Places, readyAddress, startArguments } from './java.ts'
import { prepared, restore } from './prepared.ts'
import { applySettings, type RealmSettings } from './realm-settings.ts'

export interface KeycloakOptions extends RealmSettings {
  /** Made from the template at the first start, kept afterwards. */
  readonly dataDir: string
  /** Beside the data unless given. */
  readonly logDir?: string
  /** 0 or nothing: a free one. The issuers' addresses hang on it, so a kept server wants a kept port. */
  readonly port?: number
  readonly managementPort?: number
  /** Hears of long steps: the first start on a machine builds and imports. */
  readonly say?: (line: string) => void
}

export interface KeycloakProcess {
  readonly name: string
  /** 0 while it does not run. */
  readonly pid: number
  readonly log: string
}

export interface KeycloakServer {
  readonly url: string
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly healthUrl: string
  readonly admin: AdminApi
  readonly settings: RealmSettings
  readonly processes: readonly KeycloakProcess[]
  /** SIGSTOP freezes, SIGCONT thaws, SIGTERM stops in order, SIGKILL ends at once. */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>
  /** Answers when the server is ready again. */
  start(name: string): Promise<void>
  stop(): Promise<void>
}

/** Keycloak on loopback with both realms, on a database file of its own. */
export async function startKeycloak(options: KeycloakOptions): Promise<KeycloakServer> {
  const { dataDir, logDir = dataDir } = options
  const { server, template } = await prepared(options.say)
  const credentials = await restore(template, dataDir)
  const free = await choosePorts(['port', 'management'], {})
  const port = options.port || Number(free.port)
  const management = options.managementPort || Number(free.management)
  await mkdir(logDir, { recursive: true })
  const healthUrl = readyAddress(management)
  const places = { data: join(dataDir, 'h2'), port, management }
  const child = childOf({ server, template, log: join(logDir, 'keycloak.log'), places })
  await child.start()
  const url = `http://127.0.0.1:${port}`
  const admin = adminApi(url, credentials)
  try {
    await applySettings(admin, options)
  } catch (error) {
    await child.stop()
    throw error
  }
  return {
    url,
    issuers: { peers: `${url}/realms/peers`, staff: `${url}/realms/staff` },
    healthUrl,
    admin,
    settings: options,
    processes: [
      {
        name: child.name,
        log: child.log,
        get pid() {
          return child.pid ?? 0
        },
      },
    ],
    async kill(_name, signal = 'SIGKILL') {
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') child.signal(signal)
      else await child.kill(signal)
    },
    start: () => child.start(),
    stop: () => child.stop(),
  }
}

interface Parts {
  readonly server: string
  readonly template: string
  readonly log: string
  readonly places: Places
}

function childOf({ server, template, log, places }: Parts): Child {
  return new Child({
    name: 'keycloak',
    log,
    ready: () => answers(readyAddress(places.management)),
    patienceMs: 180_000,
    ...javaCommand({
      server,
      args: startArguments(places),
      flags: [`-XX:SharedArchiveFile=${join(template, 'classes.jsa')}`, '-Xshare:auto'],
    }),
  })
}
