import { once } from 'node:events'
import { systemClock } from './clock.ts'
import { ConfigError, type ConfigSchema } from './config.ts'
import { localBroker } from './local-broker.ts'
import { createLog } from './log.ts'
import { type ServiceDefinition, startService } from './service.ts'
import { localSignals } from './signals.ts'

/** One service as a process of its own; it ends in order at SIGTERM or SIGINT. */
export async function runService<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
): Promise<void> {
  const log = createLog(definition.name, { level: 'info' })
  const broker = localBroker({ log })
  try {
    const platform = { broker, clock: systemClock(), signals: localSignals() }
    const service = await startService(definition, { env: process.env, platform })
    broker.begin()
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await service.close()
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'service cannot start')
    process.exitCode = 1
  }
}
