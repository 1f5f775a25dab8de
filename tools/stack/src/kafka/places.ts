import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { BrokerPlace } from './settings.ts'

/** Two ports for each broker; the first ones as wanted, 0 or nothing meaning a free one. */
export async function brokerPlaces(
  count: number,
  ports: readonly number[] = [],
): Promise<BrokerPlace[]> {
  // All of them at once, so that none is given twice.
  const servers = await Promise.all(Array.from({ length: count * 2 }, listening))
  const free = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) await new Promise((resolve) => server.close(resolve))
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    clientPort: ports[index] || (free[index * 2] as number),
    controllerPort: free[index * 2 + 1] as number,
  }))
}

async function listening() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
