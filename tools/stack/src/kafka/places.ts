import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import type { BrokerPlace } from './settings.ts'

// Below the range from which systems take the ports of outgoing connections: a broker that is down
// must find its port free when it comes back, whoever tries to reach it meanwhile.
const [lowest, highest] = [15_000, 32_000]

/** Two ports for each broker; the first ones as wanted, 0 or nothing meaning a free one. */
export async function brokerPlaces(
  count: number,
  ports: readonly number[] = [],
): Promise<BrokerPlace[]> {
  const taken = new Set<number>()
  const next = async () => {
    for (;;) {
      const port = randomInt(lowest, highest)
      if (taken.has(port) || !(await isFree(port))) continue
      taken.add(port)
      return port
    }
  }
  const places: BrokerPlace[] = []
  for (let index = 0; index < count; index += 1) {
    const clientPort = ports[index] || (await next())
    places.push({ id: index + 1, clientPort, controllerPort: await next() })
  }
  return places
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
