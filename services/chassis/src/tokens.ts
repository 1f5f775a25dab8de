import { tracedFetch } from './http-spans.ts'
import { TransientError } from './transient.ts'

/** Answers a valid client-credentials token; fetched once, renewed before it ends or when asked. */
export type TokenSource = (options?: { readonly renew?: boolean }) => Promise<string>

export interface ServiceTokenOptions {
  readonly issuer: string
  readonly clientId: string
  readonly secret: string
  readonly timeoutMs?: number
}

interface Held {
  readonly token: string
  readonly until: number
}

export function serviceTokens(options: ServiceTokenOptions): TokenSource {
  let held: Held | undefined
  let asking: Promise<Held> | undefined
  return async ({ renew = false } = {}) => {
    if (!renew && held && Date.now() < held.until) return held.token
    asking ??= ask(options).finally(() => {
      asking = undefined
    })
    held = await asking
    return held.token
  }
}

async function ask({ issuer, clientId, secret, timeoutMs = 3_000 }: ServiceTokenOptions) {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: Error) => {
    throw new TransientError(`no service token: ${error.message}`)
  })
  if (!response.ok) throw new TransientError(`no service token: status ${response.status}`)
  const answer = (await response.json()) as { access_token: string; expires_in: number }
  // A token that ends while the call is under way is refused: renew half a minute early.
  const life = Math.max(answer.expires_in - 30, answer.expires_in / 2)
  return { token: answer.access_token, until: Date.now() + life * 1_000 }
}

export interface ServiceFetchOptions {
  readonly timeoutMs?: number
}

/** A fetch for calls to other services: bearer token, time limit, trace. Fits openapi-fetch. */
export function serviceFetch(tokens: TokenSource, options: ServiceFetchOptions = {}): typeof fetch {
  const { timeoutMs = 5_000 } = options
  return async (input, init) => {
    const request = new Request(input, init)
    const again = request.clone()
    const response = await send(request, await tokens(), timeoutMs)
    if (response.status !== 401) return response
    // The sign-in may have changed its keys since we got our token.
    return send(again, await tokens({ renew: true }), timeoutMs)
  }
}

async function send(request: Request, token: string, timeoutMs: number): Promise<Response> {
  request.headers.set('authorization', `Bearer ${token}`)
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
  return tracedFetch(request, { signal }).catch((error: Error) => {
    const { origin } = new URL(request.url)
    throw new TransientError(`${origin} does not answer`, { cause: error })
  })
}
