import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { openSmtp } from './mail/smtp.ts'
import { addressOf, buildWeb, closeWeb } from './web.ts'

export interface Stats {
  messages: number
  distinct: number
  duplicates: number
}

export interface Sink {
  url: string
  port: number
  stats(): Stats
  close(): Promise<void>
}

const patienceMs = 5_000
const idAt = /^message-id:\s*(<[^>\r\n]+>)/im

/** A mail server for measurements: it counts letters by their Message-ID and keeps nothing else. */
export async function startSink(
  options: { port?: number; httpPort?: number; host?: string } = {},
): Promise<Sink> {
  const host = options.host ?? '127.0.0.1'
  const seen = new Set<string>()
  let messages = 0
  let awaited = { count: Infinity, come: () => {} }
  const smtp = openSmtp({
    message(_envelope, raw) {
      messages++
      if (messages === awaited.count) awaited.come()
      // The header stands in front; the rest of the letter is not looked at.
      const id = idAt.exec(raw.toString('latin1', 0, 4096))?.[1]
      seen.add(id ?? `no id ${messages}`)
      return undefined
    },
  })
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject)
    smtp.server.listen(options.port ?? 0, host, 4096, resolve)
  })
  const stats = () => ({ messages, distinct: seen.size, duplicates: messages - seen.size })
  const app = buildWeb()
  app.get('/stats', stats)
  // Answers when so many have come, at the latest after some seconds: whoever measures need not ask
  // again and again.
  app.get<{ Params: { count: string } }>('/stats/:count', async ({ params }) => {
    const count = Number(params.count)
    const come = new Promise<void>((resolve) => {
      awaited = { count, come: resolve }
    })
    if (messages < count) await Promise.race([come, delay(patienceMs)])
    return stats()
  })
  app.delete('/stats', async (_request, reply) => {
    messages = 0
    seen.clear()
    return reply.code(204).send()
  })
  await app.listen({ port: options.httpPort ?? 0, host })
  return {
    url: addressOf(app.server, host),
    port: (smtp.server.address() as AddressInfo).port,
    stats,
    async close() {
      await smtp.close()
      await closeWeb(app)
    },
  }
}

/** As a process of its own: `node src/sink.ts [smtp port] [http port]`; ends with SIGTERM. */
if (import.meta.main) {
  const [port = 0, httpPort = 0] = process.argv.slice(2).map(Number)
  const sink = await startSink({ port, httpPort })
  process.stdout.write(`${JSON.stringify({ port: sink.port, url: sink.url })}\n`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void sink.close().then(() => process.exit(0)))
}
