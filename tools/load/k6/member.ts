import http from 'k6/http'
import { Browser, from, passwordForm } from './browser.ts'
import type { Someone } from '../src/rush.ts'
import { fits } from './watch.ts'

/** Somebody who is logged in: what their browser holds. */
export interface Member {
  readonly portal: string
  readonly address: string
  readonly cookie: string
  readonly csrfToken: string
  readonly certification: Certification
}

/** Somebody's certification, as their dashboard has it. */
export interface Certification {
  readonly accountId: string
  readonly number: string
  /** The link of their certificate ends with it. */
  readonly verificationCode: string
}

/** By the pages of the portal and the sign-in, as a browser gets there; answers its browser, or null. */
export function logIn(portal: string, person: Someone, password: string, address: string) {
  const browser = new Browser(address)
  const page = browser.open(`${portal}/auth/log-in?language=${person.language}`)
  const { action, fields, nameField } = passwordForm(page)
  if (!fits('the page of the sign-in', page, () => nameField !== '')) return null
  const filled = { ...fields, [nameField]: person.email, password }
  const home = browser.submit(action, filled)
  const isHome = fits('the way back', home, ({ url }) => url === `${portal}/dashboard`)
  return isHome ? browser : null
}

/** Logs in and opens the dashboard; null when that was refused. */
export function arrive(portal: string, person: Someone, password: string, address: string) {
  const browser = logIn(portal, person, password, address)
  if (!browser) return null
  const half = { portal, address, cookie: `session=${browser.cookies.get('session')}` }
  const session = ask(half, '/api/session')
  const dashboard = ask(half, '/api/dashboard')
  if (!fits('the session', session, (it) => it.json('kind') === 'person')) return null
  if (!fits('the dashboard', dashboard, (it) => it.json('certification.number') !== undefined))
    return null
  const { csrfToken } = session.json() as { csrfToken: string }
  const { certification } = dashboard.json() as unknown as { certification: Certification }
  return { ...half, csrfToken, certification } satisfies Member
}

export function ask(
  { portal, address, cookie }: Omit<Member, 'csrfToken' | 'certification'>,
  path: string,
) {
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
