import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api'

/**
 * Spans are made by hand, at the few seams that all work passes. What may stand in them is listed in
 * traces.ts; whatever else is set never leaves the process. Without an SDK all of this costs next to nothing.
 */
export function tracer(): Tracer {
  return trace.getTracer('peercert')
}

export interface SpanSettings {
  /** Whether somebody else does the work, or waits for it. */
  readonly kind?: keyof typeof kinds
  readonly attributes?: Attributes
}

const kinds = { own: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER }

/** Runs work in a span of the active trace, or of a new one. */
export function inSpan<T>(
  name: string,
  work: (span: Span) => Promise<T>,
  { kind = 'own', attributes = {} }: SpanSettings = {},
): Promise<T> {
  return tracer().startActiveSpan(name, { kind: kinds[kind], attributes }, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      failed(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** As inSpan, where there is a trace; work that nobody asked for by itself makes none. */
export function inChildSpan<T>(
  name: string,
  work: (span: Span | undefined) => Promise<T>,
  settings: SpanSettings = {},
): Promise<T> {
  return isTraced() ? inSpan(name, work, settings) : work(undefined)
}

export function isTraced(): boolean {
  return trace.getActiveSpan() !== undefined
}

/** Its kind and no more: messages repeat what people wrote. */
export function failed(span: Span, error: unknown): void {
  const { code } = error as { code?: unknown }
  const name = error instanceof Error ? error.name : 'unknown'
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.setAttribute('error.type', typeof code === 'string' ? code : name)
}

/** Continues the trace that an event carries. */
export function inTrace<T>(traceparent: string | null, work: () => Promise<T>): Promise<T> {
  if (!traceparent) return work()
  return context.with(propagation.extract(context.active(), { traceparent }), work)
}

export function currentTraceparent(): string | null {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent ?? null
}
