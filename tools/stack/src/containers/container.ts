import { createWriteStream } from 'node:fs'
import {
  BoundPorts,
  GenericContainer,
  getContainerRuntimeClient,
  PullPolicy,
  Wait,
} from 'testcontainers'
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
  /** Stands in the log once it does its work. */
  readonly ready: RegExp
  readonly log: string
}

/** One part in a container, which may be killed and started again like a process. */
export interface PartContainer {
  readonly name: string
  readonly log: string
  /** Of its first process, as this machine sees it; 0 while it does not run. */
  readonly pid: number
  kill(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
  /** Ends and forgets it, with its data. */
  stop(): Promise<void>
}

export async function startContainer(options: ContainerOptions): Promise<PartContainer> {
  const { part, environment = {}, command, files = {}, log, ready } = options
  await clearLeftOver()
  const wanted = new LoopbackContainer(partImage(part), options.ports)
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
  // Nothing can be copied into a container that nobody may write to.
  if (Object.keys(files).length === 0) wanted.readOnly()
  const started = await wanted.start()
  const { container } = await getContainerRuntimeClient()
  const handle = container.getById(started.getId())
  let pid = (await handle.inspect()).State.Pid
  return {
    name: part,
    log,
    get pid() {
      return pid
    },
    async kill(signal = 'SIGKILL') {
      if (pid === 0) return
      await handle.kill({ signal })
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
      await handle.wait()
      pid = 0
    },
    async start() {
      if (pid !== 0) return
      const since = new Date()
      await handle.start()
      const wait = Wait.forLogMessage(ready).withStartupTimeout(120_000)
      await wait.waitUntilReady(handle, new BoundPorts(), since)
      pid = (await handle.inspect()).State.Pid
    },
    async stop() {
      await started.stop({ remove: true, removeVolumes: true, timeout: 20_000 })
      pid = 0
    },
  }
}

/** Published on loopback only, where the engine's own habit is every address of the machine. */
class LoopbackContainer extends GenericContainer {
  readOnly() {
    this.hostConfig.ReadonlyRootfs = true
  }

  constructor(image: string, ports: ContainerOptions['ports']) {
    super(image)
    const pairs = Object.entries(ports).map(([container, host]) => ({
      container: Number(container),
      host,
    }))
    this.withExposedPorts(...pairs)
    for (const { container, host } of pairs)
      this.hostConfig.PortBindings = {
        ...(this.hostConfig.PortBindings as object),
        [`${container}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(host) }],
      }
  }
}

const isLocal = (image: string) => image.startsWith('peercert.local/')

const ownerLabel = 'org.peercert.owner'

/** Containers whose process died without stopping them. */
async function clearLeftOver(): Promise<void> {
  const { container } = await getContainerRuntimeClient()
  const filters = { label: [ownerLabel] }
  for (const { Id, Labels } of await container.dockerode.listContainers({ all: true, filters }))
    if (!isAlive(Number(Labels[ownerLabel])))
      await container
        .getById(Id)
        .remove({ force: true, v: true })
        .catch(() => {})
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
