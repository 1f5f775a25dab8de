import { movableClock } from '@peercert/chassis/clock'
import { localBroker } from '@peercert/chassis/local-broker'
import { createLog } from '@peercert/chassis/log'
import { type RunningService, startService } from '@peercert/chassis/service'
import { localSignals } from '@peercert/chassis/signals'
import { environmentOf } from '@peercert/local/environment'
import { choosePorts } from '@peercert/local/ports'
import { definitions } from '@peercert/local/parts'
import type { House } from './house.ts'

/** One more process's worth of a service, on the same database; the public address stays the first one's. */
export async function replicaOf(
  { parts, folder, urls }: House,
  name: 'identity' | 'portal',
): Promise<RunningService> {
  const first = parts.services.find((service) => service.name === name)
  const database = String(first?.pool.options.connectionString)
  const { port } = await choosePorts(['port'], {})
  const definition = await definitions[name]?.()
  if (!definition) throw new Error(`no replica of ${name}`)
  return startService(definition, {
    env: { ...environmentOf(name, urls, { [name]: database }, folder), PORT: String(port) },
    platform: {
      broker: localBroker({ log: createLog('broker', { level: 'silent' }) }),
      clock: movableClock(0),
      signals: localSignals(),
      log: (service) => createLog(service, { level: 'silent' }),
    },
  })
}
