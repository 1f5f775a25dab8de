import type { RunningService } from '@peercert/chassis/service'
import { startControl } from './control.ts'
import { DataFolder } from './data-folder.ts'
import { seedDemo } from './demo.ts'
import type { Urls } from './environment.ts'
import type { Options } from './options.ts'
import { startParts } from './parts.ts'
import { choosePorts, isFree } from './ports.ts'
import { ProgramTime } from './program-time.ts'
import { readyLine, type Ready } from './ready.ts'
import { startSimulators, type Simulators } from './simulators.ts'
import { Tokens, type TokenSource } from './tokens.ts'

export interface LocalSystem {
  readonly ready: Ready
  readonly time: ProgramTime
  readonly inbox: string
  running(service: string): RunningService
  /** A token that one of these roles opens; undefined when anyone may. */
  tokenFor(roles: readonly string[]): Promise<string | undefined>
  close(): Promise<void>
}

const usualPort = 4400
const parts = [
  'control',
  'portal',
  'identity',
  'applications',
  'payments',
  'notifications',
  'ce-audit',
  'sign-in',
  'card',
  'mail',
  'smtp',
]
const services = ['identity', 'applications', 'payments', 'notifications', 'portal', 'ce-audit']

/** Starts everything in this process and answers when the portal may be opened. */
export async function startLocal(
  options: Options,
  report: (step: string) => void,
): Promise<LocalSystem> {
  const folder = await DataFolder.take(options.data, options.fresh)
  const closers: (() => unknown)[] = [() => folder.release()]
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    const urls = await addresses(folder, options)
    const control = await startControl(portOf(urls.control), folder.nonce)
    closers.push(() => control.close())
    folder.announce({ control: control.url })
    if (options.traces) closers.push(await sendTraces(options.traces))
    report('Starting the simulated card processor, mail and sign-in…')
    const simulators = await startSimulators(folder, urls, options.demo)
    closers.push(() => simulators.close())
    report('Starting PostgreSQL and the services…')
    const running = await startParts(folder, urls, services)
    closers.push(() => running.close())
    running.broker.begin()
    const time = new ProgramTime(running.clock, running.services, (offsetMs) =>
      folder.rememberOffset(offsetMs),
    )
    const source = sourceOf(simulators, folder)
    const tokens = new Tokens(source, urls)
    if (options.demo && !folder.memory.seeded) {
      await seedDemo({ urls, tokens, card: simulators.card, time, report })
      folder.seeded()
    }
    const ready = readyLine(urls, control.url, folder.memory.seeded)
    const tokensOf = (email: string) => source.tokensOf(email).catch(() => undefined)
    control.serve({ time, people: ready.people, services: running.services, tokensOf })
    folder.announce({ control: control.url, ...ready })
    return {
      ready,
      time,
      inbox: ready.mail,
      running: (name) => found(running.services, name),
      tokenFor: (roles) => tokens.forRoles(roles),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** All services are one process here, and one name in traces. */
async function sendTraces(url: string): Promise<() => Promise<void>> {
  const { exportTraces } = await import('@peercert/chassis/traces')
  const traces = exportTraces({ url, service: 'local' })
  return () => traces.close().catch(() => {})
}

function sourceOf({ signIn }: Simulators, folder: DataFolder): TokenSource {
  return {
    tokensOf: (email) => signIn.issueTokens({ email }),
    secretOf: (client) => folder.secret(`client.${client}`),
  }
}

function found(all: readonly RunningService[], name: string): RunningService {
  const service = all.find((one) => one.name === name)
  if (!service) throw new Error(`no service ${name} runs here`)
  return service
}

async function addresses(folder: DataFolder, { port }: Options): Promise<Urls> {
  if (port && !(await isFree(port)))
    throw new Error(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`)
  const before = folder.memory.ports
  const portal = port || before.portal || (port === 0 ? undefined : usualPort)
  const ports = await choosePorts(parts, portal ? { ...before, portal } : before)
  folder.memory.ports = ports
  folder.save()
  return Object.fromEntries(
    parts.map((name) => [name, `${name === 'smtp' ? 'smtp' : 'http'}://127.0.0.1:${ports[name]}`]),
  )
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port)
}
