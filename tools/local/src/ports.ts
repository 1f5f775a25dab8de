import { createServer } from 'node:net'

/** The same ports at every start, so that links in mails and certificates go on working; a taken one is replaced. */
export async function choosePorts(
  names: readonly string[],
  remembered: Readonly<Record<string, number>>,
  fixed: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const chosen: Record<string, number> = {}
  for (const name of names) {
    const wish = fixed[name] ?? remembered[name]
    const taken = Object.values(chosen)
    const free = wish !== undefined && !taken.includes(wish) ? await tryListen(wish) : undefined
    chosen[name] = free ?? (await freePort(taken))
  }
  return chosen
}

export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined
}

async function freePort(except: readonly number[]): Promise<number> {
  for (;;) {
    const port = await tryListen(0)
    if (port !== undefined && !except.includes(port)) return port
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
