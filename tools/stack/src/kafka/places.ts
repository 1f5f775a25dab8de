import { randomInt } from 'node:crypto'
import { isFree } from '@peercert/local/ports'
import type { BrokerPlace } from './settings.ts'

// Below the range from which systems take the ports of outgoing connections: a broker that is down
// must find its port free when it comes back, whoever tries to reach it meanwhile.
const clients = [15_000, 32_000] as const
// Nobody else of a stack is given one of these, whose turn to listen comes later.
const controllers = [32_001, 32_700] as const

/** Two ports for each broker; the first ones as wanted, 0 or nothing meaning a free one. */
export async function brokerPlaces(
  count: number,
  ports: readonly number[] = [],
): Promise<BrokerPlace[]> {
  const taken = new Set(ports)
  const next = async (range: readonly [number, number]) => {
    for (;;) {
      const port = randomInt(...range)
      if (taken.has(port) || !(await isFree(port))) continue
      taken.add(port)
      return port
    }
  }
  const places: BrokerPlace[] = []
  for (let index = 0; index < count; index += 1) {
    const clientPort = ports[index] || (await next(clients))
    places.push({ id: index + 1, clientPort, controllerPort: await next(controllers) })
  }
  return places
}
