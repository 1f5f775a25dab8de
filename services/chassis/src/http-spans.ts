import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inChildSpan, tracer } from './spans.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How its contract calls it. */
    readonly operation?: string
    /** Open as long as a browser looks at a page: neither measured nor traced. */
    readonly stream?: boolean
  }
}

const contexts = new WeakMap<FastifyRequest, Context>()

/** One span for each request, from its first byte to the last of its answer. */
export function traceRequests(app: FastifyInstance, { continued }: { continued: boolean }): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isQuiet(request)) return done()
    const traced = begin(request, reply, continued)
    contexts.set(request, traced)
    context.with(traced, done)
  })
  // A body that was read in between comes from the socket, which knows nothing of the request.
  app.addHook('preValidation', (request, _reply, done) => {
    context.with(contexts.get(request) ?? context.active(), done)
  })
}

/** What the platform asks every second, and streams. */
export function isQuiet({ routeOptions: { logLevel, config } }: FastifyRequest): boolean {
  return logLevel === 'silent' || config?.stream === true
}

function begin(request: FastifyRequest, reply: FastifyReply, continued: boolean): Context {
  const { method, routeOptions, headers } = request
  const { url: route, config } = routeOptions
  const { traceparent } = headers
  // Never what happens to be active: a connection may have served somebody else before.
  const from =
    continued && typeof traceparent === 'string'
      ? propagation.extract(ROOT_CONTEXT, { traceparent })
      : ROOT_CONTEXT
  const attributes = {
    'http.request.method': method,
    ...(route && { 'http.route': route }),
    ...(config?.operation && { 'peercert.operation': config.operation }),
  }
  const name = route ? `${method} ${route}` : method
  const span = tracer().startSpan(name, { kind: SpanKind.SERVER, attributes }, from)
  reply.raw.once('close', () => {
    const { statusCode, writableFinished } = reply.raw
    span.setAttribute('http.response.status_code', statusCode)
    if (statusCode >= 500) span.setStatus({ code: 2 })
    if (!writableFinished) span.setAttribute('error.type', 'cut off')
    span.end()
  })
  return trace.setSpan(from, span)
}

/** A fetch that goes on in the trace; the other side learns of it by the header. */
export function tracedFetch(input: Request | URL | string, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { method } = request
  const { host } = new URL(request.url)
  const attributes = { 'http.request.method': method, 'server.address': host }
  return inChildSpan(
    `${method} ${host}`,
    async (span) => {
      const carrier: Record<string, string> = {}
      propagation.inject(context.active(), carrier)
      for (const [name, value] of Object.entries(carrier)) request.headers.set(name, value)
      const response = await fetch(request)
      span?.setAttribute('http.response.status_code', response.status)
      return response
    },
    { kind: 'client', attributes },
  )
}
