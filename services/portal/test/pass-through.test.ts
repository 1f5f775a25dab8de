import { describe, expect, test } from 'vitest'
import { operationsOf } from '@peercert/chassis/operations'
import { api as applications } from '@peercert/contracts/applications'
import { api as identity } from '@peercert/contracts/identity'
import { api as notifications } from '@peercert/contracts/notifications'
import { api as payments } from '@peercert/contracts/payments'
import { api as own } from '@peercert/contracts/portal'
import { Browser } from './browser.ts'
import { dana, marisol, type ServiceName, withPortal } from './kit.ts'

const whole = withPortal()
const documents = { identity, applications, payments, notifications }
const someId = '00000000-0000-4000-8000-000000000001'
const kinds = ['anonymous', 'person', 'staff'] as const
type Kind = (typeof kinds)[number]

const browsers = async (): Promise<Record<Kind, Browser>> => {
  const [anonymous, person, staff] = [new Browser(whole), new Browser(whole), new Browser(whole)]
  await anonymous.session()
  await person.logIn(marisol)
  await staff.logIn(dana, 'realm=staff')
  return { anonymous, person, staff }
}

/** The portal makes these itself; here they keep answering as identity does. */
const ownCalls = ['signIn', 'signInStaff', 'confirmEmailChange']

/** Written out here once more, so that a change of the catalog is seen by somebody. */
function expected(id: string, roles: readonly string[], kind: Kind): number | 'passed' {
  if (ownCalls.includes(id)) return 404
  if (roles.includes('anyone')) return 'passed'
  const forPeople = roles.includes('peer')
  const forStaff = roles.some((role) => ['reviewer', 'finance', 'admin'].includes(role))
  if (!forPeople && !forStaff) return 404
  if (kind === 'anonymous') return 401
  return (kind === 'person' ? forPeople : forStaff) ? 'passed' : 404
}

describe('the allow-list: every operation of every contract × every kind of session', () => {
  test.each(kinds)('%s', async (kind) => {
    const browser = (await browsers())[kind]
    const wrong: string[] = []
    for (const [service, document] of Object.entries(documents))
      for (const { id, method, path, roles } of operationsOf(document)) {
        const concrete = path.replaceAll(/:\w+/g, someId)
        const standIn = whole.services[service as ServiceName]
        if (!ownCalls.includes(id))
          standIn.answer(`${method} ${concrete}`, () => ({ status: 299, body: {} }))
        const body = method === 'GET' ? undefined : {}
        const answer = await browser.send(method, `/api/${service}${concrete}`, { body })
        const status = answer.status === 299 ? 'passed' : answer.status
        if (status !== expected(id, roles, kind)) wrong.push(`${service} ${id}: ${status}`)
      }
    expect(wrong).toEqual([])
  })

  test.each(kinds)("the portal's own operations: %s", async (kind) => {
    const browser = (await browsers())[kind]
    const sessions = (own as { paths: Record<string, Record<string, { 'x-session': Kind[] }>> })
      .paths
    const wrong: string[] = []
    for (const { id, method, path } of operationsOf(own)) {
      const raw = path.replaceAll(/:(\w+)/g, '{$1}')
      const allowed = sessions[raw]?.[method.toLowerCase()]?.['x-session'] ?? []
      const { status } = await browser.send(method, path.replaceAll(/:\w+/g, someId), {
        ...(method !== 'GET' && { body: {} }),
      })
      const refused = kind === 'anonymous' ? 401 : 404
      const demo = id.includes('Demo')
      if (!allowed.includes(kind) ? status !== refused : !demo && [401, 403].includes(status))
        wrong.push(`${id}: ${status}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('what goes along and what comes back', () => {
  test("the body, the key and the language go; the browser's cookie and own token do not", async () => {
    const { person } = await browsers()
    const { payments: service } = whole.services
    service.answer(`POST /fee-requests/${someId}/payments`, () => ({
      status: 409,
      headers: {
        'content-type': 'application/problem+json',
        'retry-after': '7',
        'x-internal': '1',
      },
      body: { type: 'total-changed', title: 't', status: 409, totalCents: 9000 },
    }))
    const answer = await person.post(
      `/api/payments/fee-requests/${someId}/payments`,
      { shownTotalCents: 8000 },
      {
        headers: {
          'idempotency-key': 'key-12345',
          'accept-language': 'es',
          authorization: 'Bearer forged',
        },
      },
    )
    expect(answer).toMatchObject({
      status: 409,
      headers: {
        'retry-after': '7',
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
      },
      body: { type: 'total-changed', totalCents: 9000 },
    })
    expect(answer.headers['x-internal']).toBeUndefined()
    const seen = service.requests.at(-1)
    expect(seen).toMatchObject({
      body: { shownTotalCents: 8000 },
      headers: { 'idempotency-key': 'key-12345', 'accept-language': 'es' },
    })
    expect(seen?.headers.authorization).toMatch(/^Bearer eyJ/)
    expect(seen?.headers.cookie).toBeUndefined()
  })

  test('an operation open to all gets no token, whoever asks', async () => {
    const { person } = await browsers()
    whole.services.applications.answer('GET /program', () => ({ status: 200, body: {} }))
    await person.get('/api/applications/program')
    expect(whole.services.applications.requests.at(-1)?.headers.authorization).toBeUndefined()
  })

  test('what passes in a moment is asked again for whoever only reads; a change is sent once', async () => {
    const { person } = await browsers()
    const service = whole.services.payments
    let asked = 0
    const answering = () => ((asked += 1) === 1 ? { status: 503 } : { status: 200, body: {} })
    service.answer('GET /me/receipts', answering)
    expect((await person.get('/api/payments/me/receipts')).status).toBe(200)
    expect(asked).toBe(2)
    asked = 0
    whole.services.identity.answer('PATCH /me/profile', answering)
    const change = await person.send('PATCH', '/api/identity/me/profile', { body: {} })
    expect(change.status).toBe(503)
    expect(asked).toBe(1)
  })

  test('a PDF streams through with its name', async () => {
    const { person } = await browsers()
    whole.services.applications.answer(`GET /certificates/${someId}/pdf`, () => ({
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': 'inline; filename="certificate-CMPSS-000318-2028.pdf"',
      },
      body: '%PDF-1.7 …',
    }))
    const answer = await person.get(`/api/applications/certificates/${someId}/pdf?language=en`)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="certificate-CMPSS-000318-2028.pdf"',
    })
    expect(answer.text).toBe('%PDF-1.7 …')
    expect(whole.services.applications.requests.at(-1)?.query.get('language')).toBe('en')
  })

  test('a dot segment in the address does not walk out of the operation', async () => {
    const { staff } = await browsers()
    const asked = whole.services.identity.requests.length
    for (const path of [
      '/staff/people/../joins',
      '/staff/people/%2e%2e',
      '/staff/people/..%2fjoins',
    ])
      await staff.get(`/api/identity${path}`)
    const paths = whole.services.identity.requests.slice(asked).map((request) => request.path)
    expect(
      paths.filter((path) => !path.startsWith('/staff/people/') && path !== '/staff/joins'),
    ).toEqual([])
    expect(paths).not.toContain('/staff')
  })

  test('a service that is away is 503 with Retry-After, not a wrong answer', async () => {
    const { person } = await browsers()
    await whole.services.notifications.close()
    const answer = await person.get('/api/notifications/me/messages')
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect(answer.body.type).toBe('unavailable')
  })
})

describe('CSRF: a change comes from our own page', () => {
  test.each([
    ['no token', { csrf: null }],
    ['another token', { csrf: 'x'.repeat(43) }],
    ['no Origin', { origin: null }],
    ['another Origin', { origin: 'http://evil.example' }],
    ['the Origin of another port', { origin: 'http://127.0.0.1:4001' }],
  ])('%s is refused, before anything is asked', async (_what, options) => {
    const { person, anonymous } = await browsers()
    const asked = whole.services.identity.requests.length
    for (const browser of [person, anonymous])
      for (const [method, path] of [
        ['POST', '/api/identity/lockouts'],
        ['PUT', '/api/language'],
        ['POST', '/auth/log-out'],
      ] as const) {
        const answer = await browser.send(method, path, { body: { language: 'es' }, ...options })
        expect(answer.body).toMatchObject({ status: 403, type: 'csrf-refused' })
      }
    expect(whole.services.identity.requests.length).toBe(asked)
  })

  test("somebody else's token does not fit", async () => {
    const { person, staff } = await browsers()
    const csrf = (await staff.session()).csrfToken
    expect((await person.post('/api/session/touch', undefined, { csrf })).status).toBe(403)
  })
})
