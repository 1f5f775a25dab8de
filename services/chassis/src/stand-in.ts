import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StandInRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects anyway
  readonly body: any
}

export interface StandInReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

type Answer = (request: StandInRequest) => StandInReply | Promise<StandInReply>

export interface StandIn {
  readonly url: string
  /** What was asked so far, in order. */
  readonly requests: StandInRequest[]
  /** Changes one answer, e.g. `answer('POST /contacts', () => ({ status: 503 }))`; undo with the result. */
  answer(route: string, answer: Answer): () => void
  close(): Promise<void>
}

/** Another service, as a test wants it to be. Routes are 'GET /x/y', exact, without the query. */
export async function standIn(routes: Record<string, Answer>): Promise<StandIn> {
  const table = new Map(Object.entries(routes))
  const requests: StandInRequest[] = []
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await read(incoming)
    requests.push(request)
    const answer = table.get(`${request.method} ${request.path}`)
    const reply = (await answer?.(request)) ?? { status: 404 }
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    outgoing.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null))
  }
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(route, answer) {
      const before = table.get(route) ?? (() => ({ status: 404 }))
      table.set(route, answer)
      return () => void table.set(route, before)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<StandInRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const json = incoming.headers['content-type']?.includes('json') && text !== ''
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: json ? (JSON.parse(text) as unknown) : text,
  }
}
