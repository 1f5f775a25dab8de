import { type Carriers, carriersOf } from './carriers.ts'
import { systemClock } from './clock.ts'
import type { ConfigSchema, Environment } from './config.ts'
import { createLog } from './log.ts'
import { loadProcessConfig, type PlatformSettings } from './platform-config.ts'
import { followedClock, type FollowedClock, programTimeRoutes } from './program-time.ts'
import type { Platform, ServiceDefinition } from './service.ts'
import { createMetrics, type Metrics } from './telemetry.ts'

/** The ground under one service that is a process of its own. */
export interface ProcessPlatform extends Platform {
  /** Once the service listens. */
  begin(): Promise<void>
  close(): Promise<void>
}

/** Throws ConfigError with everything that is wrong, the service's own settings included. */
export async function platformOf<Schema extends ConfigSchema>(
  env: Environment,
  { name, config: schema }: ServiceDefinition<Schema>,
  connect: typeof carriersOf = carriersOf,
): Promise<ProcessPlatform> {
  const settings = loadProcessConfig(schema, env)
  const log = createLog(name, { level: settings.logLevel })
  const metrics = createMetrics(name)
  const traces = await tracesOf(name, settings, metrics)
  const followed = settings.clockUrl ? followedClock({ url: settings.clockUrl, log }) : undefined
  await followed?.refresh()
  const carriers = await connect({ name, settings, log, metrics })
  return {
    broker: carriers.broker,
    signals: carriers.signals,
    clock: followed ?? systemClock(),
    log: () => log,
    metrics,
    ...(followed && movedFromOutside(followed, settings)),
    begin: () => begin(carriers, followed),
    async close() {
      await carriers.close()
      // The last spans; a collector that is away must not keep the process.
      await traces?.close().catch(() => {})
    },
  }
}

/** Without an address for them there are none, and their library is not even read. */
async function tracesOf(service: string, { otlpUrl }: PlatformSettings, metrics: Metrics) {
  if (!otlpUrl) return undefined
  const { exportTraces } = await import('./traces.ts')
  return exportTraces({ url: otlpUrl, service, metrics })
}

function movedFromOutside(
  clock: FollowedClock,
  { clockSecret = '' }: PlatformSettings,
): Pick<Platform, 'attend'> {
  return {
    attend: ({ app, runJobs, settled }) =>
      programTimeRoutes(app, { clock, secret: clockSecret, runJobs, settled }),
  }
}

/** Time may have been moved while nobody could be told yet. */
async function begin(carriers: Carriers, clock: FollowedClock | undefined): Promise<void> {
  await carriers.begin()
  await clock?.refresh()
}
