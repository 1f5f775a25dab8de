import type { FastifyError, FastifyInstance } from 'fastify'
import {
  chassisProblems,
  type FieldError,
  newReference,
  Problem,
  type ProblemTable,
} from './problem.ts'
import { isTransient } from './transient.ts'

/** The one error handler: refusals as problem+json, everything else as a 500 without a word. */
export function answerProblems(app: FastifyInstance, table: ProblemTable): void {
  const known: ProblemTable = { ...chassisProblems, ...table }
  app.setNotFoundHandler(() => {
    throw new Problem('not-found')
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    const entry = known[problem.type]
    const [status, title] = entry ?? chassisProblems['internal-error']
    const type = entry ? problem.type : 'internal-error'
    const { retryAfter, ...members } = entry ? problem.details : {}
    const reference = status === 500 ? newReference() : undefined
    if (reference) request.log.error({ err: error, reference }, 'request failed')
    else if (status === 503 && !(error instanceof Problem))
      request.log.warn({ err: error }, 'request has to wait')
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter))
    if (status === 401) void reply.header('www-authenticate', 'Bearer')
    return reply
      .code(status)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send({ ...members, type, title, status, ...(reference && { reference }) })
  })
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (error.validation) return new Problem('bad-request', { errors: fieldsOf(error) })
  // What waiting may heal (another service, a database on its way) is no bug: come back.
  if (isTransient(error)) return new Problem('unavailable', { retryAfter: 5 })
  // Fastify's own complaints are about the request. Another error's status is about some other call.
  const status = error.statusCode ?? 500
  if (status === 429) return new Problem('too-many-requests', { retryAfter: 60 })
  if (!error.code?.startsWith('FST_ERR_') || status >= 500) return new Problem('internal-error')
  if (status === 413) return new Problem('payload-too-large')
  if (status === 415) return new Problem('unsupported-media-type')
  return new Problem('bad-request', { detail: error.message })
}

const places: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
}

function fieldsOf(error: FastifyError): FieldError[] {
  const place = places[error.validationContext ?? 'body'] ?? 'body'
  return (error.validation ?? []).map(({ instancePath, params, message }) => {
    const name = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
    const field = `/${place}${instancePath}${typeof name === 'string' ? `/${name}` : ''}`
    return { field, reason: message ?? 'does not fit' }
  })
}
