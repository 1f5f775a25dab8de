import { Readable } from 'node:stream'
import type { buildApi } from '@peercert/chassis/api'
import type { Call } from '@peercert/chassis/contract'

type App = Awaited<ReturnType<typeof buildApi>>

const bodies = new WeakMap<Call['request'], Buffer>()

/** A signature is over the bytes that were sent, so one route keeps them beside what they say. */
export function keepRawBody(app: App, url: string): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.url !== url) return payload
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of payload) {
      size += (chunk as Buffer).length
      // Fastify's own limit refuses it; nothing beyond it needs to be kept.
      if (size <= request.routeOptions.bodyLimit) chunks.push(chunk as Buffer)
      else break
    }
    const raw = Buffer.concat(chunks)
    bodies.set(request, raw)
    return Readable.from([raw], { objectMode: false })
  })
}

export function rawBodyOf(request: Call['request']): Buffer | undefined {
  return bodies.get(request)
}
