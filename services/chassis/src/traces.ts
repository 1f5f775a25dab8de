import { type Attributes, context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Metrics } from './telemetry.ts'

export interface TraceOptions {
  /** The collector, e.g. http://collector:4318. */
  readonly url: string
  readonly service: string
  readonly metrics?: Metrics
}

export interface Traces {
  /** Sends what has ended so far. */
  flush(): Promise<void>
  /** Sends the rest; nothing is traced afterwards. */
  close(): Promise<void>
}

/** Only these leave the process; everything else is dropped, so personal data cannot slip in. */
const allowed = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'server.address',
  'db.system.name',
  'db.operation.name',
  'db.collection.name',
  'messaging.system',
  'messaging.destination.name',
  'messaging.operation.type',
  'messaging.batch.message_count',
  'error.type',
  'peercert.operation',
  'peercert.event',
  'peercert.consumer',
  'peercert.job',
  'peercert.outcome',
  'peercert.notice',
])

/**
 * Exports spans by OTLP over HTTP. Loaded and called only where an address is given: without it the
 * SDK is not even read. Spans wait in memory, 2,048 at most, and are dropped when the collector is away.
 */
export function exportTraces({ url, service, metrics }: TraceOptions): Traces {
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, timeoutMillis: 5_000 })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'peercert' }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: onlyAllowed(exporter, metrics),
        exportTimeoutMillis: 5_000,
      }),
    ],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  return {
    flush: () => provider.forceFlush(),
    async close() {
      trace.disable()
      context.disable()
      propagation.disable()
      await provider.shutdown()
    },
  }
}

function onlyAllowed(exporter: SpanExporter, metrics: Metrics | undefined): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans.map(cleaned), (result) => {
        if (result.code !== ExportResultCode.SUCCESS)
          metrics?.add('spans_lost_total', {}, spans.length)
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

/** Without events, which hold messages of errors, and without the words of a status. */
function cleaned(span: ReadableSpan): ReadableSpan {
  const attributes: Attributes = Object.fromEntries(
    Object.entries(span.attributes).filter(([name]) => allowed.has(name)),
  )
  return Object.create(span, {
    attributes: { value: attributes },
    events: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan
}
