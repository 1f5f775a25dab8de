import { join } from 'node:path'
import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import type { Keeper } from './keeper.ts'
import type { KafkaCluster } from './kafka/cluster.ts'
import type { NatsServer } from './nats/server.ts'
import { serviceNames } from './services.ts'
import type { Unit } from './unit.ts'
import type { Ground } from './ways.ts'

export interface PartOptions {
  readonly folder: DataFolder
  readonly urls: Urls
  readonly keeper: Keeper
  readonly logs: string
  /** How the real parts come to be. */
  readonly ground: Ground
}

interface RealPart {
  readonly processes: readonly {
    readonly name: string
    readonly pid: number
    readonly log: string
  }[]
  kill(name: string, signal?: NodeJS.Signals): Promise<void>
  start(name: string): Promise<void>
}

/** Three brokers that end at once wait for a majority that will not come; what they hold is on disk. */
const graceMs = 8_000

/** A part that runs already, as the keeper sees each of its processes. */
export function unitsOf(
  part: RealPart,
  placeOf: (name: string, index: number) => Pick<Unit, 'url' | 'health'>,
): Unit[] {
  return part.processes.map(({ name, log }, index) => {
    const pid = () => part.processes.find((one) => one.name === name)?.pid || undefined
    return {
      name,
      log,
      pid,
      ...placeOf(name, index),
      start: async () => void (pid() === undefined && (await part.start(name))),
      kill: () => part.kill(name, 'SIGKILL'),
      signal: (signal) => void part.kill(name, signal),
      async stop() {
        const force = setTimeout(() => void part.kill(name, 'SIGKILL'), graceMs)
        await part.kill(name, 'SIGTERM').finally(() => clearTimeout(force))
      },
    }
  })
}

export async function addKafka(
  { folder, urls, keeper, logs, ground }: PartOptions,
  brokers: 1 | 3,
): Promise<KafkaCluster> {
  const cluster = await ground.kafka({
    dataDir: join(folder.path, 'kafka'),
    logDir: logs,
    brokers,
    ports: Array.from({ length: brokers }, (_, index) => portOf(urls[`kafka-${index + 1}`])),
  })
  const places = (_name: string, index: number) => ({
    url: `kafka://${cluster.brokers[index]}`,
    health: null,
  })
  for (const unit of unitsOf(cluster, places)) await keeper.add(unit)
  return cluster
}

export async function addNats({
  folder,
  urls,
  keeper,
  logs,
  ground,
}: PartOptions): Promise<NatsServer> {
  const users = serviceNames.map((name) => [name, folder.secret(`nats.${name}`)] as const)
  const server = await ground.nats({
    dataDir: join(folder.path, 'nats'),
    logDir: logs,
    port: portOf(urls.nats),
    monitorPort: portOf(urls['nats-monitor']),
    users: Object.fromEntries(users),
  })
  const place = () => ({ url: `nats://127.0.0.1:${server.port}`, health: server.health })
  for (const unit of unitsOf(server, place)) await keeper.add(unit)
  return server
}

export function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port)
}
