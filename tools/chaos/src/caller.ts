import { setTimeout as delay } from 'node:timers/promises'

export interface Asked {
  readonly body?: unknown
  readonly key?: string
}

export interface Answer<T> {
  readonly status: number
  readonly body: T
}

export interface CallerOptions {
  readonly urls: Readonly<Record<string, string>>
  token(): Promise<string>
  readonly counts: CallCounts
  /** Machine time after which nobody tries any more. */
  readonly until: () => number
}

/** How the calls of a run ended, tries included. */
export interface CallCounts {
  answered: number
  /** No answer, or one that says to come back. */
  again: number
}

const patienceMs = 20_000

/** Somebody who does not give up: what got no answer is sent again, the same and under the same key. */
export class Caller {
  readonly #options: CallerOptions

  constructor(options: CallerOptions) {
    this.#options = options
  }

  /** Until there is an answer that is not about us being away. */
  async ask<T>(service: string, call: string, asked: Asked = {}): Promise<Answer<T>> {
    for (;;) {
      const answer = await this.#once<T>(service, call, asked).catch(() => undefined)
      if (answer && !mayPass(answer)) {
        this.#options.counts.answered += 1
        return answer
      }
      this.#options.counts.again += 1
      if (performance.now() > this.#options.until())
        throw new Error(`${call} got no answer: ${JSON.stringify(answer)}`)
      await delay(250)
    }
  }

  /** What must work. */
  async get<T>(service: string, call: string, asked: Asked = {}): Promise<T> {
    const { status, body } = await this.ask<T>(service, call, asked)
    if (status >= 300) throw new Error(`${call} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }

  async #once<T>(service: string, call: string, { body, key }: Asked): Promise<Answer<T>> {
    const { urls, token } = this.#options
    const [method = 'GET', path = '/'] = call.split(' ')
    const answer = await fetch(`${urls[service]}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, body: (json ? JSON.parse(text) : text) as T }
  }
}

/** What one service knows another may hear of later: not found is not final while facts are on their way. */
function mayPass({ status, body }: Answer<unknown>): boolean {
  const { type } = (body ?? {}) as { type?: string }
  return status >= 500 || status === 429 || status === 404 || type === 'conflict-in-flight'
}
