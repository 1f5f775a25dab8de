import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A span as it left a process. */
export interface CollectedSpan {
  readonly service: string
  readonly traceId: string
  readonly spanId: string
  /** Empty for the first of its trace. */
  readonly parentSpanId: string
  readonly name: string
  readonly kind: string
  readonly failed: boolean
  readonly attributes: Readonly<Record<string, unknown>>
  readonly ms: number
}

export interface TraceCollector {
  /** What OTLP_URL takes. */
  readonly url: string
  readonly spans: readonly CollectedSpan[]
  /** Everything that came, as it came. */
  readonly raw: readonly string[]
  close(): Promise<void>
}

/** Takes traces by OTLP over HTTP and keeps them in memory; for tests. */
export async function traceCollector(port = 0): Promise<TraceCollector> {
  const spans: CollectedSpan[] = []
  const raw: string[] = []
  const server = createServer((request, response) => {
    text(request)
      .then((body) => {
        raw.push(body)
        spans.push(...spansOf(JSON.parse(body) as Batch))
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
      .catch(() => response.writeHead(400).end())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    raw,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

interface Batch {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[]
  }[]
}

interface RawSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly status?: { readonly code?: number }
  readonly attributes: readonly Attribute[]
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
}

/**
 * The trace that has a span of this name; undefined until all of it has come, from whatever process: none of its spans
 * but the first lacks the one above it.
 */
export function wholeTrace(
  spans: readonly CollectedSpan[],
  name: string,
): CollectedSpan[] | undefined {
  const one = spans.find((span) => span.name === name)
  const all = spans.filter(({ traceId }) => traceId === one?.traceId)
  const known = new Set(all.map(({ spanId }) => spanId))
  const roots = all.filter(({ parentSpanId }) => !known.has(parentSpanId))
  return roots.length === 1 && roots[0]?.parentSpanId === '' ? all : undefined
}

/** From the first span of a trace to the one of this name. */
export function wayTo(spans: readonly CollectedSpan[], name: string): CollectedSpan[] {
  const by = new Map(spans.map((span) => [span.spanId, span]))
  const way: CollectedSpan[] = []
  for (let at = spans.find((span) => span.name === name); at; at = by.get(at.parentSpanId))
    way.unshift(at)
  return way
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']

function spansOf({ resourceSpans }: Batch): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        name: span.name,
        kind: kinds[span.kind] ?? 'unspecified',
        failed: span.status?.code === 2,
        attributes: valuesOf(span.attributes),
        ms: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
      })),
    )
  })
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
