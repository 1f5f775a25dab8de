import { api as applications } from '@peercert/contracts/applications'
import { api as identity } from '@peercert/contracts/identity'
import { api as notifications } from '@peercert/contracts/notifications'
import { api as payments } from '@peercert/contracts/payments'
import type { Schema } from './schema-values.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}
export interface Operation {
  readonly service: string
  readonly id: string
  readonly method: string
  readonly path: string
  readonly roles: readonly string[]
  readonly problems: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly body: Schema | undefined
  readonly statuses: readonly number[]
}

interface Described {
  readonly operationId: string
  readonly 'x-roles': readonly string[]
  readonly 'x-problems': readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content: { readonly 'application/json'?: { readonly schema: Schema } }
  }
  readonly responses: Readonly<Record<string, unknown>>
}

const documents: Readonly<Record<string, object>> = {
  identity,
  applications,
  payments,
  notifications,
}

/** Every operation that a service promises, as data. */
export const operations: readonly Operation[] = Object.entries(documents).flatMap(
  ([service, document]) => {
    const { paths } = document as { paths: Record<string, Record<string, Described>> }
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        service,
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        roles: described['x-roles'],
        problems: described['x-problems'],
        parameters: described.parameters ?? [],
        body: described.requestBody?.content['application/json']?.schema,
        statuses: Object.keys(described.responses)
          .map(Number)
          .filter((status) => !Number.isNaN(status)),
      })),
    )
  },
)
