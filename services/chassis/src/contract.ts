import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'

/**
 * The types that stand between a contract's generated `operations` and the handlers of a service.
 * A missing, invented or wrongly shaped handler does not compile.
 */
type Values<T> = T[keyof T]
type Empty = Record<never, never>

type BodyOfContent<Content> = Content extends { 'application/json': infer Json }
  ? Json
  : Uint8Array | Readable | string

type Part<Op, Where extends 'path' | 'query' | 'header'> = Op extends { parameters: infer All }
  ? All extends { [K in Where]: infer Own }
    ? Own
    : All extends { [K in Where]?: infer Own }
      ? [Own] extends [undefined]
        ? Empty
        : Partial<NonNullable<Own>>
      : Empty
  : Empty

/** A custom validator leaves header names as HTTP gives them: in lower case. */
type LowerCased<T> = { [K in keyof T as K extends string ? Lowercase<K> : K]: T[K] }

type RequestBody<Op> = Op extends { requestBody: { content: infer Content } }
  ? BodyOfContent<Content>
  : Op extends { requestBody?: infer Body }
    ? NonNullable<Body> extends { content: infer Content }
      ? BodyOfContent<Content> | undefined
      : undefined
    : undefined

type Good<Status> = Status extends number
  ? `${Status}` extends `2${string}` | `3${string}`
    ? Status
    : never
  : never

type Answer<Status, Body> = [Body] extends [undefined]
  ? { status: Status; body?: undefined; headers?: Record<string, string> }
  : { status: Status; body: Body; headers?: Record<string, string> }

type ResponseBody<Response> = Response extends { content: infer Content }
  ? [Content] extends [undefined]
    ? undefined
    : BodyOfContent<Content>
  : undefined

/** What a handler may answer: the contract's successes. Everything else is thrown as a refusal. */
export type Reply<Op> = Op extends { responses: infer Responses }
  ? Values<{
      [Status in keyof Responses as Good<Status>]: Answer<Status, ResponseBody<Responses[Status]>>
    }>
  : never

export interface Call<Op = unknown> {
  readonly operationId: string
  readonly params: Part<Op, 'path'>
  readonly query: Part<Op, 'query'>
  readonly headers: LowerCased<Part<Op, 'header'>>
  readonly body: RequestBody<Op>
  readonly caller: Caller
  readonly request: FastifyRequest
}

/** A handler per operationId. Only keys with an operation behind them are allowed. */
export type Handlers<Operations, Deps> = {
  [Id in keyof Operations]: (
    call: Call<Operations[Id]>,
    deps: Deps,
  ) => Promise<Reply<Operations[Id]>>
}

/** A bundled OpenAPI 3.1 document, as contracts/generate.ts emits it. Read when the API is built. */
export type ApiDocument = object

/** What a service says, as contracts/generate.ts emits it: JSON Schemas of `data`, by type. */
export interface EventContract {
  readonly source: string
  readonly topic: string
  readonly types: Readonly<Record<string, object>>
}
