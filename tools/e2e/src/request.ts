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
export async function request(
  base: string,
  operation: Operation,
  { token, path = {}, body }: Sent,
): Promise<Answer> {
  const query = new URLSearchParams()
  let target = operation.path
  for (const parameter of operation.parameters) {
    const value = String(path[parameter.name] ?? '')
    if (parameter.in === 'path')
      target = target.replace(`{${parameter.name}}`, encodeURIComponent(value))
    if (parameter.in === 'query' && parameter.name in path) query.set(parameter.name, value)
  }
  const headers: Record<string, string> = {}
  if (token) headers.authorization = `Bearer ${token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  for (const { name, in: place } of operation.parameters)
    if (place === 'header') headers[name.toLowerCase()] = randomUUID()
  const suffix = query.size > 0 ? `?${query}` : ''
  const answer = await fetch(`${base}${target}${suffix}`, {
    method: operation.method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const contentType = answer.headers.get('content-type') ?? ''
  const text = await answer.text()
  return {
    status: answer.status,
    contentType,
    problem: contentType.includes('problem+json') ? JSON.parse(text) : undefined,
  }
}
