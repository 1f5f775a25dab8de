import createClient, { type Middleware } from 'openapi-fetch'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import type { paths as NotificationsPaths } from '@peercert/contracts/notifications'
import type { paths as PaymentsPaths } from '@peercert/contracts/payments'
import type { paths as PortalPaths } from '@peercert/contracts/portal'

/** What the clients must know of this browser's session; kept in memory only. */
const held = { csrfToken: '', reference: null as string | null, ended: () => {} }

export const holdSession = (csrfToken: string) => void (held.csrfToken = csrfToken)
export const onSessionEnded = (ended: () => void) => void (held.ended = ended)
/** The reference of the last failure on this page, for somebody who calls. */
export const lastReference = () => held.reference
export const forgetReference = () => void (held.reference = null)
export const csrfHeader = () => ({ 'x-csrf-token': held.csrfToken })

/** Longer than the portal waits for a service, so that its answer comes first. */
const limitMs = 45_000

const session: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('x-csrf-token', held.csrfToken)
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return
    const problem = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { reference?: string }
    if (problem.reference) held.reference = problem.reference
    if (response.status === 401) held.ended()
  },
}

function client<Paths extends object>(baseUrl: string) {
  const made = createClient<Paths>({
    baseUrl,
    fetch: (request) =>
      fetch(request, {
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(limitMs)]),
      }),
  })
  made.use(session)
  return made
}

export const portal = client<PortalPaths>('')
export const identity = client<IdentityPaths>('/api/identity')
export const applications = client<ApplicationsPaths>('/api/applications')
export const payments = client<PaymentsPaths>('/api/payments')
export const notifications = client<NotificationsPaths>('/api/notifications')
