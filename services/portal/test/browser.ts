import type { LightMyRequestResponse } from 'fastify'
import { origin, type Whole } from './kit.ts'
import type { Person } from './identity-provider.ts'

export interface Answer {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly location: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects anyway
  readonly body: any
  readonly text: string
}

interface SendOptions {
  readonly body?: unknown
  readonly headers?: Record<string, string>
  /** Left out: our own page's. null: none is sent. */
  readonly csrf?: string | null
  readonly origin?: string | null
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A browser: keeps cookies, knows its page's CSRF token, follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #whole: Whole
  #csrf = ''

  constructor(whole: Whole) {
    this.#whole = whole
  }

  async send(method: Method, path: string, options: SendOptions = {}): Promise<Answer> {
    const { body, headers = {}, csrf = this.#csrf, origin: from = origin } = options
    const changing = method !== 'GET'
    const response = await this.#whole.portal.app.inject({
      method,
      url: path,
      headers: {
        host: new URL(origin).host,
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
        }),
        ...(changing && csrf !== null && { 'x-csrf-token': csrf }),
        ...(changing && from !== null && { origin: from }),
        ...(body !== undefined &&
          typeof body === 'object' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    this.#keep(response)
    const text = response.body
    const json = String(response.headers['content-type']).includes('json') && text !== ''
    return {
      status: response.statusCode,
      headers: response.headers,
      location: String(response.headers.location ?? ''),
      body: json ? (JSON.parse(text) as unknown) : text,
      text,
    }
  }

  get = (path: string, options?: SendOptions) => this.send('GET', path, options)
  post = (path: string, body?: unknown, options?: SendOptions) =>
    this.send('POST', path, { ...(body !== undefined && { body }), ...options })
  put = (path: string, body: unknown) => this.send('PUT', path, { body })

  /** What every page asks first. */
  async session() {
    const { body } = await this.get('/api/session')
    this.#csrf = body.csrfToken
    return body
  }

  /** Up to the page it leads to. */
  async logIn(person: Person, query = ''): Promise<Answer> {
    const started = await this.get(`/auth/log-in?${query}`)
    return this.comeBack(started.location, person)
  }

  async comeBack(address: string, person: Person): Promise<Answer> {
    this.#whole.signIn.who = person
    const back = new URL(await this.#whole.signIn.authorize(address))
    const answer = await this.get(`${back.pathname}${back.search}`)
    await this.session()
    return answer
  }

  #keep(response: LightMyRequestResponse): void {
    for (const cookie of response.cookies) {
      if (cookie.value === '' || cookie.maxAge === 0) this.cookies.delete(cookie.name)
      else this.cookies.set(cookie.name, cookie.value)
    }
  }
}
