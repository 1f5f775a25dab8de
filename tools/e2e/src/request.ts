import { randomUUID } from 'node:crypto'
import type { Operation } from './operations.ts'

export interface Sent {
  readonly token?: string | undefined
  readonly path?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly problem:
    | { readonly type: string; readonly errors?: readonly { field: string; reason: string }[] }
    | undefined
}

/** One request to an operation, as its contract describes it. */
export async function request(base: string, operation: Operation, sent: Sent): Promise<Answer> {
  const { body } = sent
  const answer = await fetch(`${base}${addressOf(operation, sent)}`, {
    method: operation.method,
    headers: headersOf(operation, sent),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const contentType = answer.headers.get('content-type') ?? ''
  const text = await answer.text()
  const problem = contentType.includes('problem+json') ? JSON.parse(text) : undefined
  return { status: answer.status, contentType, problem }
}

function addressOf({ path: template, parameters }: Operation, { path = {} }: Sent): string {
  const query = new URLSearchParams()
  let target = template
  for (const { name, in: place } of parameters) {
    if (!(name in path)) continue
    const value = `${path[name] as string | number | boolean}`
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(value))
    if (place === 'query') query.set(name, value)
  }
  return query.size > 0 ? `${target}?${query}` : target
}

function headersOf({ parameters }: Operation, { token, body }: Sent): Record<string, string> {
  const wanted = parameters.filter((parameter) => parameter.in === 'header')
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...Object.fromEntries(wanted.map(({ name }) => [name.toLowerCase(), randomUUID()])),
  }
}
