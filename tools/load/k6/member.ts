import http from 'k6/http'
import { Browser, from, passwordForm } from './browser.ts'
import { fits } from './watch.ts'

/** Somebody who is logged in: what their browser holds. */
export interface Member {
  readonly portal: string
  readonly address: string
  readonly cookie: string
  readonly csrfToken: string
  /** The link of their certificate ends with it. */
  readonly code: string
}

export interface Person {
  readonly email: string
  readonly language: 'en' | 'es'
}

/** By the pages of the portal and the sign-in, as a browser gets there; answers its browser, or null. */
export function logIn(portal: string, person: Person, password: string, address: string) {
  const browser = new Browser(address)
  const page = browser.open(`${portal}/auth/log-in?language=${person.language}`)
  const { action, fields, nameField } = passwordForm(page)
  if (!fits('the page of the sign-in', page, () => nameField !== '')) return null
  const filled = { ...fields, [nameField]: person.email, password }
  const home = browser.submit(action, filled)
  const isHome = fits('the way back', home, ({ url }) => url === `${portal}/dashboard`)
  return isHome ? browser : null
}

/** Logs in and starts a renewal, as whoever comes to write; null when that was refused. */
export function arrive(portal: string, person: Person, password: string, address: string) {
  const browser = logIn(portal, person, password, address)
  if (!browser) return null
  const cookie = `session=${browser.cookies.get('session')}`
  const half = { portal, address, cookie }
  const session = ask(half, '/api/session')
  if (!fits('the session', session, () => true)) return null
  const { csrfToken } = session.json() as { csrfToken: string }
  const dashboard = ask(half, '/api/dashboard')
  if (!fits('the first dashboard', dashboard, () => true)) return null
  const { certification } = dashboard.json() as {
    certification: { verificationCode: string } | null
  }
  const member: Member = { ...half, csrfToken, code: certification?.verificationCode ?? '' }
  const started = send(member, 'POST', '/api/applications/me/renewal')
  return fits('the renewal', started, () => member.code !== '') ? member : null
}

export function ask({ portal, address, cookie }: Omit<Member, 'csrfToken' | 'code'>, path: string) {
  return http.get(`${portal}${path}`, { headers: { ...from(address), cookie }, redirects: 0 })
}

/** A change as the pages send it: with their mark, from their origin, and under a key of its own. */
export function send(
  member: Member,
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  body?: object,
) {
  const { portal, address, cookie, csrfToken } = member
  return http.request(method, `${portal}${path}`, body ? JSON.stringify(body) : null, {
    redirects: 0,
    headers: {
      ...from(address),
      cookie,
      origin: portal,
      'x-csrf-token': csrfToken,
      'idempotency-key': crypto.randomUUID(),
      ...(body && { 'content-type': 'application/json' }),
    },
  })
}
