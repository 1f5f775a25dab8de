import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from '@peercert/local/data-folder'
import { environmentOf, type Urls } from '@peercert/local/environment'
import { serviceFlags } from './node-flags.ts'
import { cacheFolder } from './provision/cache.ts'
import { nodeUnit, type Unit } from './unit.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export const serviceNames = [
  'identity',
  'applications',
  'payments',
  'notifications',
  'portal',
  'ce-audit',
] as const

/** What every service is given, whichever one it is. */
export interface Surroundings {
  readonly folder: DataFolder
  readonly urls: Urls
  /** Database URLs by service. */
  readonly databases: Urls
  readonly kafka: {
    readonly brokers: readonly string[]
    readonly users: Readonly<Record<string, string>>
  }
  readonly natsUrlOf: (service: string) => string
  readonly clockUrl: string
  readonly clockSecret: string
  /** Of the logs. */
  readonly logs: string
  /** What stands between a service and what it needs; for tests. */
  rewire?(service: string, environment: Environment): Environment
}

/** A service as a deployment runs it: its own process, configuration, database user and principal. */
export function serviceUnit(name: string, around: Surroundings): Unit {
  const url = around.urls[name] ?? ''
  return nodeUnit({
    name,
    url,
    health: `${url}/readyz`,
    folder: around.logs,
    flags: serviceFlags,
    main: mainOf(name),
    env: processEnvironment(name, around),
  })
}

function mainOf(name: string): string {
  const own = name === 'ce-audit' ? 'tools/stack/src/ce-audit.ts' : `services/${name}/src/main.ts`
  return join(root, own)
}

/** What the process of a service reads, however it is started. */
export function processEnvironment(name: string, around: Surroundings): Environment {
  const { folder, urls, databases, kafka } = around
  const environment: Environment = {
    ...environmentOf(name, urls, databases, folder),
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_USERNAME: name,
    KAFKA_PASSWORD: kafka.users[name],
    // The shortest that the broker's own default allows: a killed process's partitions move within seconds.
    KAFKA_SESSION_TIMEOUT_MS: '6000',
    NATS_URL: around.natsUrlOf(name),
    CLOCK_URL: around.clockUrl,
    CLOCK_SECRET: around.clockSecret,
    // As where it is deployed: limits count whose request the portal passes on, and whoever stands before the portal
    // says whose it is. Everything of the stack is on loopback.
    TRUST_PROXY: '127.0.0.1',
    // Compiled once for all starts: a killed service is back in half the time.
    NODE_COMPILE_CACHE: join(cacheFolder(), 'node-compiled'),
  }
  return around.rewire?.(name, environment) ?? environment
}
