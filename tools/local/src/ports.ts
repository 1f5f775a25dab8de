import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** The same ports at every start, so that links in mails and certificates go on working; a taken one is replaced. */
export async function choosePorts(
  names: readonly string[],
  wished: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const chosen: Record<string, number> = {}
  for (const name of names) {
    const wish = wished[name]
    const taken = Object.values(chosen)
    const free = wish !== undefined && !taken.includes(wish) ? await tryListen(wish) : undefined
    chosen[name] = free ?? (await freePort(taken))
  }
  return chosen
}

export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined
}

/** Below the range from which systems take the ports of outgoing connections, which come and go between look and use. */
async function freePort(except: readonly number[]): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    if (!except.includes(port) && (await isFree(port))) return port
  }
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
