import type { ConfigSchema } from './config.ts'
import type { ServiceDefinition } from './service.ts'

/** One service as a process of its own. */
export async function runService<Schema extends ConfigSchema>(
  _definition: ServiceDefinition<Schema>,
): Promise<void> {
  throw new Error('not started yet')
}
