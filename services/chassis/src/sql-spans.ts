import { context, type Span, SpanKind } from '@opentelemetry/api'
import pg from 'pg'
import { failed, isTraced, tracer } from './spans.ts'

type Query = (...args: unknown[]) => unknown
type Callback = (error: unknown, ...rest: unknown[]) => unknown
const plainQuery = pg.Client.prototype.query as unknown as Query

/** A pool whose statements are spans of the active trace: what was done to which table, never a value. */
export class TracedPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: TracedClient })
  }

  // Whoever waits for a connection is called by the one who gives it back, in the trace of that one.
  override connect = ((callback?: () => void) =>
    callback
      ? super.connect(context.bind(context.active(), callback))
      : super.connect()) as pg.Pool['connect']
}

class TracedClient extends pg.Client {}

TracedClient.prototype.query = function query(this: pg.Client, ...args: unknown[]): unknown {
  // A statement that nobody's work asked for is none of a trace's business; nor is a cursor.
  if (!isTraced() || (args[0] as { submit?: unknown } | undefined)?.submit)
    return plainQuery.apply(this, args)
  const span = begin(textOf(args[0]))
  const last = args.at(-1)
  if (typeof last === 'function') {
    const told = context.bind(context.active(), last as Callback)
    const callback: Callback = (error, ...rest) => {
      end(span, error)
      return told(error, ...rest)
    }
    return plainQuery.apply(this, [...args.slice(0, -1), callback])
  }
  const result = plainQuery.apply(this, args) as Promise<unknown>
  result.then(
    () => end(span),
    (error: unknown) => end(span, error),
  )
  return result
} as unknown as pg.Client['query']

function begin(sql: string): Span {
  const { operation, table } = statementOf(sql)
  return tracer().startSpan(table ? `${operation} ${table}` : operation, {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      ...(table && { 'db.collection.name': table }),
    },
  })
}

function end(span: Span, error?: unknown): void {
  if (error) failed(span, error)
  span.end()
}

function textOf(query: unknown): string {
  const text = typeof query === 'string' ? query : (query as { text?: unknown } | undefined)?.text
  return typeof text === 'string' ? text : ''
}

export interface Statement {
  readonly operation: string
  readonly table: string | undefined
}

const name = '(?:only\\s+)?(?:"?public"?\\.)?"?([a-z_]\\w*)\\b"?'
const tables = new RegExp(
  `\\b(?:into|(?<!for\\s)update|truncate)\\s+${name}|\\bfrom\\s+${name}(?!\\s*\\()`,
  'i',
)

/** The first word, and the first table that stands where tables stand: names of ours, no values. */
export function statementOf(sql: string): Statement {
  const plain = sql.replaceAll(/--.*$/gm, ' ').replaceAll(/'(?:[^']|'')*'/g, ' ')
  const [, verb = 'query'] = /^\s*([a-z]+)/i.exec(plain) ?? []
  const [, written, read] = tables.exec(plain) ?? []
  return { operation: verb.toUpperCase(), table: written ?? read }
}
