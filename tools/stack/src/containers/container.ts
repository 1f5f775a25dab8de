import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { GenericContainer, getContainerRuntimeClient, PullPolicy, Wait } from 'testcontainers'
import { partImage, type RealPart } from './names.ts'

// Its helper that clears up after a killed run is an image of somebody else; without one named, we clear up ourselves.
if (!process.env.RYUK_CONTAINER_IMAGE) process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'

export interface ContainerOptions {
  readonly part: RealPart
  readonly environment?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  /** Texts by their place in the container. */
  readonly files?: Readonly<Record<string, string>>
  /** Port in the container → port on loopback. */
  readonly ports: Readonly<Record<number, number>>
  /** Where its data lie; the container itself is as short-lived as a process. */
  readonly volume?: { readonly name: string; readonly target: string }
  /** Stands in the log once it does its work. */
  readonly ready: RegExp
  readonly log: string
  /** What ends it in order. */
  readonly stopSignal?: NodeJS.Signals
}

/** One part in a container, which may be killed and started again like a process. */
export interface PartContainer {
  /** Of its first process, as this machine sees it; 0 while it does not run. */
  readonly pid: number
  /** SIGSTOP freezes, SIGCONT thaws, SIGTERM stops in order, SIGKILL ends at once. */
  kill(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

export async function startContainer(options: ContainerOptions): Promise<PartContainer> {
  await clearLeftOver()
  const begin = async () => {
    const begun = await run(options)
    void begun.gone.then(() => {
      if (running === begun) running = undefined
    })
    return begun
  }
  let running: Running | undefined = await begin()
  return {
    get pid() {
      return running?.pid ?? 0
    },
    async kill(signal = 'SIGKILL') {
      const { send, gone } = running ?? {}
      await send?.(signal === 'SIGTERM' ? (options.stopSignal ?? signal) : signal)
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await gone
    },
    async start() {
      running ??= await begin()
    },
  }
}

interface Running {
  readonly pid: number
  /** Resolves when the container is no more. */
  readonly gone: Promise<unknown>
  send(signal: NodeJS.Signals): Promise<unknown>
}

async function run(options: ContainerOptions): Promise<Running> {
  const { part, environment = {}, command, files = {}, log, ready } = options
  const wanted = new ShortLived(partImage(part), options)
    .withPullPolicy(isLocal(partImage(part)) ? PullPolicy.neverPull() : PullPolicy.defaultPolicy())
    .withEnvironment({ ...environment })
    .withTmpFs({ '/tmp': 'rw' })
    .withLabels({ [ownerLabel]: String(process.pid) })
    .withDroppedCapabilities('ALL')
    .withSecurityOpt('no-new-privileges')
    .withCopyContentToContainer(
      Object.entries(files).map(([target, content]) => ({ target, content, mode: 0o444 })),
    )
    .withWaitStrategy(Wait.forLogMessage(ready))
    .withStartupTimeout(120_000)
    .withLogConsumer((stream) => stream.pipe(createWriteStream(log, { flags: 'a' })))
  if (command) wanted.withCommand([...command])
  const started = await wanted.start()
  const { container } = await getContainerRuntimeClient()
  const handle = container.getById(started.getId())
  const gone = handle.wait({ condition: 'removed' }).catch(() => undefined)
  const { State } = await handle.inspect()
  return { pid: State.Pid, gone, send: (signal) => handle.kill({ signal }).catch(() => undefined) }
}

/** Gone when its process ends, and published on loopback only; the engine's own habit is every address of the machine. */
class ShortLived extends GenericContainer {
  constructor(image: string, { ports, volume, files }: ContainerOptions) {
    super(image)
    const pairs = Object.entries(ports).map(([port, host]) => ({ container: Number(port), host }))
    this.withExposedPorts(...pairs)
    this.hostConfig.AutoRemove = true
    // Nothing can be copied into a container that nobody may write to.
    this.hostConfig.ReadonlyRootfs = files === undefined
    if (volume) this.hostConfig.Binds = [`${volume.name}:${volume.target}`]
    this.hostConfig.PortBindings = Object.fromEntries(
      pairs.map(({ container, host }) => [
        `${container}/tcp`,
        [{ HostIp: '127.0.0.1', HostPort: String(host) }],
      ]),
    )
  }
}

/** The same for the same folder, so that a folder's data are found again. */
export function volumeOf(dataDir: string): string {
  return `peercert-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
}

export async function forgetVolume(name: string): Promise<void> {
  const { container } = await getContainerRuntimeClient()
  await container.dockerode
    .getVolume(name)
    .remove()
    .catch(() => undefined)
}

const isLocal = (image: string) => image.startsWith('peercert.local/')

const ownerLabel = 'org.peercert.owner'

/** Containers whose owner died without ending them. */
async function clearLeftOver(): Promise<void> {
  const { container } = await getContainerRuntimeClient()
  const filters = { label: [ownerLabel] }
  for (const { Id, Labels } of await container.dockerode.listContainers({ all: true, filters }))
    if (!isAlive(Number(Labels[ownerLabel]))) await removed(container.getById(Id))
}

async function removed(left: {
  remove(options: object): Promise<unknown>
  wait(options: object): Promise<unknown>
}): Promise<void> {
  const gone = left.wait({ condition: 'removed' }).catch(() => undefined)
  await left.remove({ force: true }).catch(() => undefined)
  await gone
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
