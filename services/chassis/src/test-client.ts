import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

export interface Reply {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects anyway
  readonly body: any
  readonly raw: Buffer
}

export interface CallOptions {
  readonly token?: string
  readonly body?: object
  readonly query?: Record<string, string | string[]>
  readonly headers?: Record<string, string>
  /** Fresh unless given. */
  readonly idempotencyKey?: string
}

/** Speaks HTTP to the service under test. */
export interface TestClient {
  get(path: string, options?: CallOptions): Promise<Reply>
  post(path: string, options?: CallOptions): Promise<Reply>
  put(path: string, options?: CallOptions): Promise<Reply>
  patch(path: string, options?: CallOptions): Promise<Reply>
  delete(path: string, options?: CallOptions): Promise<Reply>
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
}

export function testClient(app: FastifyInstance): TestClient {
  const send = async (method: Method, path: string, options: CallOptions = {}): Promise<Reply> => {
    const { token, body, query, headers, idempotencyKey = randomUUID() } = options
    const response = await app.inject({
      method,
      url: path,
      ...(query && { query }),
      ...(body !== undefined && { payload: body }),
      headers: {
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    })
    const isJson = String(response.headers['content-type']).includes('json')
    return {
      status: response.statusCode,
      headers: response.headers,
      body: isJson && response.body !== '' ? (response.json() as unknown) : response.body,
      raw: response.rawPayload,
    }
  }
  return {
    get: (path, options) => send('GET', path, options),
    post: (path, options) => send('POST', path, options),
    put: (path, options) => send('PUT', path, options),
    patch: (path, options) => send('PATCH', path, options),
    delete: (path, options) => send('DELETE', path, options),
    inject: (options) => app.inject(options),
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
