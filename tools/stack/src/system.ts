import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Control, startControl } from '@peercert/local/control'
import { DataFolder, findRunning } from '@peercert/local/data-folder'
import { prepareDatabases } from '@peercert/local/databases'
import { seedDemo } from '@peercert/local/demo'
import type { Environment } from '@peercert/chassis/config'
import type { Urls } from '@peercert/local/environment'
import { people } from '@peercert/local/people'
import { ProgramTime, type SettlingService } from '@peercert/local/program-time'
import { type Ready, readyLine } from '@peercert/local/ready'
import { type PersonTokens, Tokens } from '@peercert/local/tokens'
import { addresses } from './addresses.ts'
import { addProcessRoutes } from './control.ts'
import { DatabasePools } from './database-pools.ts'
import { startEmbeddedSignIn } from './embedded-sign-in.ts'
import { startKeycloakSignIn } from './keycloak-sign-in.ts'
import { FleetClock } from './fleet-clock.ts'
import { Keeper, type Status } from './keeper.ts'
import { endLeftOver, forgetProcesses, noteProcesses } from './left-over.ts'
import type { StackOptions } from './options.ts'
import { addKafka, addNats, portOf } from './parts.ts'
import { serviceNames, serviceUnit, type Surroundings } from './services.ts'
import type { SignIn } from './sign-in.ts'
import { outsideWorld } from './simulators/unit.ts'
import { chooseWay, type Ground as PartsGround, groundOf } from './ways.ts'

export type StackProcess = Pick<Status, 'name' | 'pid' | 'url' | 'health' | 'log'>

/** What `npm run stack -- up --json` prints: the line of `npm start`, and every process. */
export interface StackReady extends Ready {
  readonly processes: readonly StackProcess[]
}

export interface StackSystem {
  readonly ready: StackReady
  readonly keeper: Keeper
  readonly time: ProgramTime
  readonly urls: Urls
  tokensOf(email: string): Promise<PersonTokens>
  secretOf(client: string): string
  close(): Promise<void>
}

export interface Surface {
  report(line: string): void
  /** Somebody asks over the control port that everything ends. */
  stop(): void
  /** What stands between a service and what it needs; for tests. */
  rewire?(service: string, environment: Environment): Environment
}

/** What every step of the start needs. */
interface Site {
  readonly options: StackOptions
  readonly folder: DataFolder
  readonly urls: Urls
  readonly logs: string
  readonly keeper: Keeper
  readonly control: Control
  readonly report: (line: string) => void
  readonly rewire: Surface['rewire']
  readonly ground: PartsGround
}

/** The product on the real parts, every service its own process. Answers when the portal may be opened. */
export async function startStack(options: StackOptions, surface: Surface): Promise<StackSystem> {
  if (!(await findRunning(options.data))) await endLeftOver(options.data)
  const folder = await DataFolder.take(options.data, options.fresh)
  const closers: (() => unknown)[] = [() => folder.release(), () => forgetProcesses(folder.path)]
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    const site = await openSite(options, folder, surface)
    closers.push(
      () => site.control.close(),
      () => site.keeper.close(),
      () => stopInOrder(site.keeper),
    )
    const ground = await startGround(site)
    closers.push(() => ground.pools.close())
    const clock = new FleetClock(folder.memory.clockOffsetMs, folder.secret('clock'))
    const settling: SettlingService[] = []
    const time = new ProgramTime(clock, settling, (offset) => folder.rememberOffset(offset), 100)
    const serve = (seeded: boolean) => {
      const ready = withSecrets(readyLine(site.urls, site.control.url, seeded), ground.signIn)
      const tokensOf = (email: string) => ground.signIn.tokensOf(email).catch(() => undefined)
      site.control.serve({ time, people: ready.people, services: ground.pools.services, tokensOf })
      return ready
    }
    serve(false)
    settling.push(...(await startServices(site, ground, clock)))
    if (options.demo && !folder.memory.seeded) await seed(site, ground, time)
    const ready = { ...serve(folder.memory.seeded), processes: processesOf(site) }
    folder.announce({ control: site.control.url, ...ready })
    return { ready, ...handlesOf(site, ground), time, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** For whoever started it in their own process. */
function handlesOf({ folder, urls, keeper }: Site, { signIn }: Ground) {
  return {
    urls,
    keeper,
    tokensOf: (email: string) => signIn.tokensOf(email),
    secretOf: (client: string) => folder.secret(`client.${client}`),
  }
}

async function openSite(
  options: StackOptions,
  folder: DataFolder,
  { report, stop, rewire }: Surface,
): Promise<Site> {
  keepSignIn(folder, options)
  const logs = join(folder.path, 'logs')
  mkdirSync(logs, { recursive: true })
  const urls = await addresses(folder, options)
  const keeper = new Keeper(report, (statuses) => {
    const running = statuses.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]))
    noteProcesses(folder.path, running)
  })
  const control = await startControl(portOf(urls.control), folder.nonce, (app) =>
    addProcessRoutes(app, { keeper, stop }),
  )
  folder.announce({ control: control.url })
  const ground = await keepWay(folder, options)
  return { options, folder, urls, logs, keeper, control, report, rewire, ground }
}

/** The accounts live in one of the two. */
function keepSignIn(folder: DataFolder, { signIn }: StackOptions) {
  const before = folder.memory.signIn ?? signIn
  if (before !== signIn)
    throw new Error(
      `The accounts on ${folder.path} are those of the ${before} sign-in. Start with --sign-in ${before}, or with --fresh.`,
    )
  folder.memory.signIn = signIn
  folder.save()
}

/** The data lie in one of the two. */
async function keepWay(folder: DataFolder, options: StackOptions): Promise<PartsGround> {
  const { parts, brokers } = options
  const before = folder.memory.parts
  const way = await chooseWay({ parts, brokers, before })
  if (before !== undefined && before !== way)
    throw new Error(
      `The data on ${folder.path} are those of ${before}. Start with --parts ${before}, or with --fresh.`,
    )
  folder.memory.parts = way
  folder.save()
  return groundOf(way)
}

interface Ground {
  readonly signIn: SignIn
  readonly pools: DatabasePools
  readonly around: Omit<Surroundings, 'clockUrl' | 'clockSecret'>
}

/** Everything that services stand on. */
async function startGround(site: Site): Promise<Ground> {
  const { options, folder, urls, logs, keeper, report } = site
  report('Starting PostgreSQL, Kafka, NATS, the sign-in and the simulators…')
  const postgres = site.ground.postgres({
    dataDir: join(folder.path, 'postgres'),
    port: portOf(urls.postgres),
    log: join(logs, 'postgres.log'),
  })
  const prepare = async () => {
    await keeper.add(postgres)
    return prepareDatabases(postgres.adminUrl(), serviceNames, folder)
  }
  const simulate = async () => {
    for (const unit of outsideWorld(folder, urls, logs)) await keeper.add(unit)
    const start = options.signIn === 'keycloak' ? startKeycloakSignIn : startEmbeddedSignIn
    const { demo, crowd } = options
    return start({ folder, urls, keeper, logs, demo, crowd, report })
  }
  const [databases, kafka, nats, signIn] = await together([
    prepare(),
    addKafka(site, options.brokers),
    addNats(site),
    simulate(),
  ])
  const natsUrlOf = (service: string) => nats.urlOf(service)
  return {
    signIn,
    pools: new DatabasePools(databases, urls),
    around: { folder, urls, databases, kafka, natsUrlOf, logs },
  }
}

/** Waits for all, also when one fails: what starts late must not be overlooked when everything is stopped. */
async function together<T extends readonly Promise<unknown>[]>(
  work: readonly [...T],
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(work)
  return Promise.all(work) as Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }>
}

async function startServices(site: Site, { around }: Ground, clock: FleetClock) {
  const { folder, keeper, control, urls, report, rewire } = site
  report('Starting the services…')
  const clockUrl = `${control.url}/clock`
  const secret = folder.secret('clock')
  const whole = { ...around, clockUrl, clockSecret: secret, ...(rewire && { rewire }) }
  return together(
    serviceNames.map(async (name) => {
      const kept = await keeper.add(serviceUnit(name, whole))
      return clock.join({ name, url: urls[name] ?? '', kept })
    }),
  )
}

async function seed(site: Site, { signIn }: Ground, time: ProgramTime): Promise<void> {
  const { folder, urls, report } = site
  await signIn.seed(people)
  const secretOf = (client: string) => folder.secret(`client.${client}`)
  const tokens = new Tokens({ tokensOf: (email) => signIn.tokensOf(email), secretOf }, urls)
  const card = { url: urls.card ?? '', secretKey: `sk_test_${folder.secret('card')}` }
  await seedDemo({ urls, tokens, card, time, report })
  folder.seeded()
}

function withSecrets(ready: Ready, { oneTimeSecretOf }: SignIn): Ready {
  const people = ready.people.map((person) => {
    const oneTimeSecret = oneTimeSecretOf?.(person)
    return { ...person, ...(oneTimeSecret && { oneTimeSecret }) }
  })
  return { ...ready, people }
}

/** Services first, then what they stand on; PostgreSQL last, for others may still write. */
async function stopInOrder(keeper: Keeper): Promise<void> {
  const isService = (name: string) => serviceNames.some((one) => one === name)
  await keeper.stop(isService)
  await keeper.stop((name) => !isService(name) && name !== 'postgres')
  await keeper.stop((name) => name === 'postgres')
}

function processesOf({ keeper, control, logs }: Site): StackProcess[] {
  const kept = keeper.statuses().map(({ name, pid, url, health, log }) => {
    return { name, pid, url, health, log }
  })
  const supervisor = { name: 'supervisor', pid: process.pid, url: control.url }
  const own = { health: `${control.url}/nonce`, log: join(logs, 'supervisor.log') }
  return [...kept, { ...supervisor, ...own }]
}
