import { context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api'
import type { OutboxRow } from './broker.ts'
import { failed, tracer } from './spans.ts'

export interface Publishing {
  readonly rows: readonly OutboxRow[]
  /** Once the broker has them, or with the reason why it has not. */
  end(error?: unknown): void
}

/** The way from the outbox to the broker, as a span of the trace in which each fact was said. */
export function publishing(topic: string, rows: readonly OutboxRow[]): Publishing {
  const spans: Span[] = []
  const begun = rows.map((row) => {
    if (row.traceparent === null) return row
    const said = propagation.extract(context.active(), { traceparent: row.traceparent })
    const attributes = {
      'messaging.operation.type': 'send',
      'messaging.destination.name': topic,
      'peercert.event': row.type,
    }
    const settings = { kind: SpanKind.PRODUCER, attributes }
    const span = tracer().startSpan(`publish ${row.type}`, settings, said)
    if (!span.isRecording()) return row
    spans.push(span)
    const carrier: { traceparent?: string } = {}
    propagation.inject(trace.setSpan(said, span), carrier)
    return { ...row, traceparent: carrier.traceparent ?? row.traceparent }
  })
  return {
    rows: begun,
    end(error) {
      for (const span of spans) {
        if (error !== undefined) failed(span, error)
        span.end()
      }
    },
  }
}
