import helmet from '@fastify/helmet'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { admit } from './admission.ts'
import { answerProblems } from './answer.ts'
import type { Caller, Verify } from './caller.ts'
import type { ApiDocument, Call, Handlers } from './contract.ts'
import { reasons } from './event-schema.ts'
import { isQuiet, traceRequests } from './http-spans.ts'
import { wasOnce } from './idempotency.ts'
import { limiter } from './limiter.ts'
import type { Log } from './log.ts'
import { checkProblems, type Operation, operationsOf } from './operations.ts'
import { brokenTexts } from './plain-text.ts'
import { Problem, type ProblemTable } from './problem.ts'
import { reached } from './reached.ts'
import { coercingAjv, strictAjv } from './schema.ts'
import type { Metrics } from './telemetry.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
}

/** What every service's API stands on; build() gets it ready-made as `context.http`. */
export interface ApiBase {
  readonly verify: Verify
  readonly log: Log
  readonly metrics: Metrics
  /** Requests per minute of a person or address; 0 is off. Services and health are exempt. */
  readonly rateLimit: number
  /** Addresses of proxies in front of us; none are trusted unless named. */
  readonly trustProxy: readonly string[]
  readonly bodyLimit: number
  /** Checks every answer against the contract; on in tests. */
  readonly checkAnswers: boolean
}

export interface ApiOptions<Operations, Deps> extends ApiBase {
  readonly document: ApiDocument
  readonly handlers: Handlers<Operations, Deps>
  readonly problems: ProblemTable
  readonly deps: Deps
  /** Routes outside the contract: streams, uploads, the portal's pages. They admit by themselves. */
  readonly plugins?: readonly ((app: FastifyInstance) => void | Promise<void>)[]
  /** Browsers come here: a trace that a request names is nobody's whom we trust, and a new one begins. */
  readonly facesBrowsers?: boolean
}

interface AnyReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}
type AnyHandler = (call: Call, deps: unknown) => Promise<AnyReply>

/**
 * Builds the HTTP side of a service from its contract. Refuses to build on a missing or invented
 * handler, an operation without roles, or a problem name only one side knows.
 */
export async function buildApi<Operations, Deps>(
  options: ApiOptions<Operations, Deps>,
): Promise<FastifyInstance> {
  const operations = operationsOf(options.document)
  const handlers = options.handlers as unknown as Record<string, AnyHandler | undefined>
  checkHandlers(operations, handlers)
  checkProblems(operations, options.problems)

  const app = await hardened(options, options.facesBrowsers ?? false)
  answerProblems(app, options.problems)
  const gate = { verify: options.verify, limit: await limiter(app, options.rateLimit) }
  for (const operation of operations) {
    const handler = handlers[operation.id] as AnyHandler
    app.route({
      ...routeOf(operation, handler, options),
      onRequest: async (request) => {
        request.caller = await admit(operation.roles, request, gate)
      },
      preValidation: async (request) => refuseBrokenTexts(request),
    })
  }
  app.get('/openapi.json', async () => options.document)
  for (const plugin of options.plugins ?? []) await app.register(async (scope) => plugin(scope))
  return app
}

async function hardened(options: ApiBase, facesBrowsers: boolean): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit,
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    requestTimeout: 30_000,
    // A body named __proto__ or constructor is an attack, not a field.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  }) as unknown as FastifyInstance
  // Without a schema for it, a text body would reach the handler unchecked.
  app.removeContentTypeParser('text/plain')
  app.decorateRequest('caller', null as unknown as Caller)
  const [strict, coercing] = [strictAjv(), coercingAjv()]
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : coercing).compile(schema as object),
  )
  traceRequests(app, { continued: !facesBrowsers })
  await app.register(helmet, { contentSecurityPolicy: false })
  countRequests(app, options.metrics)
  return app
}

function routeOf<Operations, Deps>(
  operation: Operation,
  handler: AnyHandler,
  options: ApiOptions<Operations, Deps>,
) {
  const check = options.checkAnswers ? answerCheck(operation) : undefined
  return {
    method: operation.method,
    url: operation.path,
    schema: schemaOf(operation),
    // Counted at the gate, by person; the plugin's own count is by address.
    config: { rateLimit: false, operation: operation.id } as const,
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const call = callOf(operation, request)
      await reached('api.received', operation.id)
      const answer = await handler(call, options.deps)
      await reached('api.after-commit', operation.id)
      check?.(answer)
      if (operation.idempotent && options.checkAnswers && !wasOnce(call))
        throw new Error(`${operation.id} is x-idempotent and did not go through once()`)
      return send(operation, answer, reply)
    },
  }
}

function refuseBrokenTexts({ params, query, body }: FastifyRequest): void {
  const errors = [
    ...brokenTexts('/path', params),
    ...brokenTexts('/query', query),
    ...brokenTexts('/body', body),
  ]
  if (errors.length > 0) throw new Problem('bad-request', { errors })
}

function schemaOf(operation: Operation): object {
  const response = [...operation.responses].flatMap(([status, { json }]) =>
    json ? [[status, json] as const] : [],
  )
  return {
    querystring: operation.query,
    ...(operation.params && { params: operation.params }),
    ...(operation.headers && { headers: operation.headers }),
    ...(operation.body && { body: operation.body.schema }),
    response: Object.fromEntries(response),
  }
}

function callOf(operation: Operation, request: FastifyRequest): Call {
  return {
    operationId: operation.id,
    params: request.params as Call['params'],
    query: request.query as Call['query'],
    headers: request.headers as Call['headers'],
    body: request.body as Call['body'],
    caller: request.caller,
    request,
  }
}

function send(operation: Operation, answer: AnyReply, reply: FastifyReply) {
  const promised = operation.responses.get(answer.status)
  if (!promised) throw new Error(`${operation.id} does not promise status ${answer.status}`)
  void reply.code(answer.status)
  const [type] = promised.types
  if (!promised.json && type) void reply.type(type)
  if (answer.headers) void reply.headers(answer.headers)
  return reply.send(answer.body)
}

function answerCheck(operation: Operation): (answer: AnyReply) => void {
  const validators = new Map<number, ValidateFunction>()
  const ajv = strictAjv()
  for (const [status, { json }] of operation.responses)
    if (json) validators.set(status, ajv.compile(json))
  return ({ status, body }) => {
    const valid = validators.get(status)
    // The check reads what JSON will say: a Date is a text by then, and unknown members are dropped.
    if (valid && !valid(JSON.parse(JSON.stringify(body ?? null))))
      throw new Error(`${operation.id} answers against its contract: ${reasons(valid)}`)
  }
}

function checkHandlers(
  operations: readonly Operation[],
  handlers: Record<string, AnyHandler | undefined>,
): void {
  const ids = new Set(operations.map((operation) => operation.id))
  const wrong = [
    ...[...ids].filter((id) => !handlers[id]).map((id) => `${id} has no handler`),
    ...Object.keys(handlers)
      .filter((id) => !ids.has(id))
      .map((id) => `handler ${id} has no operation`),
  ]
  if (wrong.length > 0) throw new Error(wrong.join('; '))
}

function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    if (isQuiet(request)) return
    const { method, routeOptions } = request
    const { url = 'nowhere', config } = routeOptions
    const labels = { operation: config.operation ?? `${method} ${url}`, status: reply.statusCode }
    metrics.observe('http_request_seconds', reply.elapsedTime / 1_000, labels)
    await reached('api.after-reply', labels.operation)
  })
}
