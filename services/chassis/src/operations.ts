import type { ApiDocument } from './contract.ts'
import { chassisProblems, type ProblemTable } from './problem.ts'

type Json = Record<string, unknown>

/** One operation of a contract, with references resolved, as routes need it. */
export interface Operation {
  readonly id: string
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly roles: readonly string[]
  readonly problems: readonly string[]
  readonly idempotent: boolean
  readonly params: object | undefined
  readonly query: object
  readonly headers: object | undefined
  readonly body: { readonly schema: object; readonly required: boolean } | undefined
  /** By status; null where the answer has no JSON body. */
  readonly responses: ReadonlyMap<number, { json: object | null; types: readonly string[] }>
}

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const

/** Reads every operation of the contract; throws, naming it, where one promises too little. */
export function operationsOf(document: ApiDocument): Operation[] {
  const paths = dereference(document, (document as Json).paths ?? {}) as Record<string, Json>
  return Object.entries(paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method) => operationOf(path, method, item, item[method] as Json)),
  )
}

function operationOf(path: string, method: string, item: Json, op: Json): Operation {
  const id = op.operationId
  if (typeof id !== 'string') throw new Error(`${method} ${path} has no operationId`)
  const roles = (op['x-roles'] ?? []) as string[]
  if (roles.length === 0) throw new Error(`${id} names no x-roles; say [anyone] if you mean it`)
  const parameters = [...asList(item.parameters), ...asList(op.parameters)]
  const idempotent = op['x-idempotent'] === true
  const headers = partOf(parameters, 'header')
  if (idempotent && !requiresKey(headers))
    throw new Error(`${id} is x-idempotent and must require the header Idempotency-Key`)
  return {
    id,
    method: method.toUpperCase() as Operation['method'],
    path: path.replaceAll(/\{([^}]+)\}/g, ':$1'),
    roles,
    problems: (op['x-problems'] ?? []) as string[],
    idempotent,
    params: partOf(parameters, 'path'),
    query: partOf(parameters, 'query') ?? closed({}),
    headers,
    body: bodyOf(id, op.requestBody as Json | undefined),
    responses: responsesOf(id, (op.responses ?? {}) as Record<string, Json>),
  }
}

function requiresKey(headers: { required?: readonly string[] } | undefined): boolean {
  return headers?.required?.includes('idempotency-key') ?? false
}

function bodyOf(id: string, body: Json | undefined): Operation['body'] {
  if (!body) return undefined
  const content = (body.content ?? {}) as Record<string, Json>
  const schema = content['application/json']?.schema
  if (!schema) throw new Error(`${id} takes a body that is not application/json`)
  return { schema: schema as object, required: body.required === true }
}

function responsesOf(id: string, responses: Record<string, Json>): Operation['responses'] {
  const map = new Map<number, { json: object | null; types: readonly string[] }>()
  for (const [status, response] of Object.entries(responses)) {
    if (!/^[23]\d\d$/.test(status)) continue
    const content = (response.content ?? {}) as Record<string, Json>
    const json = (content['application/json']?.schema ?? null) as object | null
    map.set(Number(status), { json, types: Object.keys(content) })
  }
  if (map.size === 0) throw new Error(`${id} promises no success`)
  return map
}

/** A custom validator leaves header names as HTTP gives them: in lower case. */
function partOf(
  parameters: readonly Json[],
  where: 'path' | 'query' | 'header',
): { type: 'object'; required: string[] } | undefined {
  const own = parameters.filter((parameter) => parameter.in === where)
  if (own.length === 0) return undefined
  const nameOf = (parameter: Json) =>
    where === 'header' ? String(parameter.name).toLowerCase() : String(parameter.name)
  const properties = Object.fromEntries(own.map((one) => [nameOf(one), one.schema]))
  const required = own.filter((one) => one.required === true).map(nameOf)
  return where === 'query'
    ? { ...closed(properties), required }
    : ({ type: 'object', properties, required } as { type: 'object'; required: string[] })
}

function closed(properties: object) {
  return { type: 'object' as const, additionalProperties: false, properties, required: [] }
}

/** Throws for every name in the contract or the table that the other side does not have. */
export function checkProblems(operations: readonly Operation[], table: ProblemTable): void {
  const shared = Object.keys(chassisProblems)
  const listed = new Set(operations.flatMap((operation) => operation.problems))
  const wrong = [
    ...[...listed]
      .filter((name) => !(name in table) && !shared.includes(name))
      .map((name) => `the contract lists ${name}, problems.ts does not have it`),
    ...Object.keys(table)
      .filter((name) => !listed.has(name))
      .map((name) => `problems.ts has ${name}, no operation lists it`),
  ]
  if (wrong.length > 0) throw new Error(wrong.join('; '))
}

/** Puts the target in the place of each local reference. */
function dereference(root: object, node: unknown, seen: readonly string[] = []): unknown {
  if (Array.isArray(node)) return node.map((inner) => dereference(root, inner, seen))
  if (node === null || typeof node !== 'object') return node
  const { $ref, ...rest } = node as Json
  const siblings = Object.fromEntries(
    Object.entries(rest).map(([name, inner]) => [name, dereference(root, inner, seen)]),
  )
  if (typeof $ref !== 'string') return siblings
  if (seen.includes($ref)) throw new Error(`circular reference ${$ref}`)
  return { ...(dereference(root, target(root, $ref), [...seen, $ref]) as Json), ...siblings }
}

function target(root: object, ref: string): unknown {
  const names = ref.slice(2).split('/')
  const found = names.reduce<unknown>(
    (node, name) => (node as Json | undefined)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')],
    root,
  )
  if (!ref.startsWith('#/') || found === undefined) throw new Error(`unresolved reference ${ref}`)
  return found
}

function asList(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : []
}
