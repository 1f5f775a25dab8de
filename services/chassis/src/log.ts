import { trace } from '@opentelemetry/api'
import { pino, type Logger } from 'pino'
import type { FastifyBaseLogger } from 'fastify'

export type Log = Logger & FastifyBaseLogger

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

export interface LogOptions {
  readonly level: LogLevel
  readonly destination?: { write(line: string): void }
}

/** Only these may stand in a line; everything else is dropped, so personal data cannot slip in. */
const allowed = new Set([
  'service',
  'operation',
  'method',
  'route',
  'status',
  'ms',
  'reference',
  'reqId',
  'consumer',
  'topic',
  'type',
  'eventId',
  'count',
  'reason',
  'attempts',
  'pauseMs',
  'job',
  'day',
  'loop',
  'url',
  'port',
  'signal',
  'realm',
  'role',
  'err',
])

export function createLog(service: string, options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: { service },
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => ({ ...kept(fields), ...traceIds() }),
    },
    serializers: { err: describe },
  }
  const log = options.destination ? pino(settings, options.destination) : pino(settings)
  return log as unknown as Log
}

function kept(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)))
}

function traceIds(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
}

/** Kind, code, place and the chain of causes. The stack's own message line may repeat it. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'not an error' }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describe(error.cause) }),
  }
}
