import { once } from 'node:events'
import { carriersOf } from './carriers.ts'
import { ConfigError, type ConfigSchema } from './config.ts'
import { createLog } from './log.ts'
import { platformOf } from './platform.ts'
import { type ServiceDefinition, startService } from './service.ts'

/**
 * One service as a process of its own, on Kafka and NATS. It ends in order at SIGTERM or SIGINT: what is in hand is
 * finished, what is not comes again. A wrong configuration ends it at once, with every wrong value named.
 */
export async function runService<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
  connect = carriersOf,
): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  try {
    const close = await Promise.race([start(definition, connect), stopped.then(() => undefined)])
    await stopped
    // Somebody changed their mind while we started: nothing has been promised to anybody yet.
    if (!close) process.exit(0)
    await close()
    process.exit(0)
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else createLog(definition.name, { level: 'info' }).fatal({ err: error }, 'service cannot start')
    process.exit(1)
  }
}

/** Answers how to close what was started. */
async function start<Schema extends ConfigSchema>(
  definition: ServiceDefinition<Schema>,
  connect: typeof carriersOf,
): Promise<() => Promise<void>> {
  const { env } = process
  const platform = await platformOf(env, definition, connect)
  const service = await startService(definition, { env, platform })
  await platform.begin()
  return async () => {
    await service.close()
    await platform.close()
  }
}
