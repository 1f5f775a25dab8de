import { client } from '@peercert/chassis/client'
import { tracedFetch } from '@peercert/chassis/http-spans'
import { TransientError } from '@peercert/chassis/transient'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import type { paths as NotificationsPaths } from '@peercert/contracts/notifications'
import type { paths as PaymentsPaths } from '@peercert/contracts/payments'

export type ServiceName = 'identity' | 'applications' | 'payments' | 'notifications'
export type ServiceUrls = Readonly<Record<ServiceName, string>>

/** The services, asked in the name of whoever holds the token. */
export function servicesFor(urls: ServiceUrls, token: string | null) {
  const asCaller = fetchWith(token)
  return {
    identity: client<IdentityPaths>(urls.identity, asCaller),
    applications: client<ApplicationsPaths>(urls.applications, asCaller),
    payments: client<PaymentsPaths>(urls.payments, asCaller),
    notifications: client<NotificationsPaths>(urls.notifications, asCaller),
  }
}

export type Services = ReturnType<typeof servicesFor>

const limitMs = 5_000

function fetchWith(token: string | null): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    if (token) request.headers.set('authorization', `Bearer ${token}`)
    const limit = AbortSignal.any([request.signal, AbortSignal.timeout(limitMs)])
    return tracedFetch(request, { signal: limit }).catch((error: Error) => {
      throw new TransientError(`${new URL(request.url).origin} does not answer: ${error.message}`)
    })
  }
}

interface Answered<Data> {
  readonly data?: Data
  readonly response: Response
}

/** The answer, or null where the caller's role has no part in it or there is nothing; anything else throws. */
export async function answerOf<Data>(asked: Promise<Answered<Data>>): Promise<Data | null> {
  const { data, response } = await asked
  if (data !== undefined) return data
  if (response.status === 403 || response.status === 404) return null
  throw new TransientError(`${new URL(response.url).pathname} answers ${response.status}`)
}
