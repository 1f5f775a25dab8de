import { operationsOf } from '@peercert/chassis/operations'
import { api } from '@peercert/contracts/applications'
import { describe, expect, test } from 'vitest'
import { withApplications } from './kit.ts'

const kit = withApplications()

const roles = ['peer', 'employer', 'provider', 'reviewer', 'finance', 'admin', 'auditor', 'county']
const services = ['payments', 'notifications', 'importer', 'identity', 'exams']
const outside = new Set(['peer', 'employer', 'provider'])
const operations = operationsOf(api)

const send = async (operation: (typeof operations)[number], token?: string) => {
  const response = await kit.client.inject({
    method: operation.method,
    url: operation.path.replaceAll(/:\w+/g, crypto.randomUUID()),
    headers: {
      'idempotency-key': crypto.randomUUID(),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(operation.body && { payload: {} }),
  })
  return response.statusCode
}

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  'ROLE-12, SEC-1: %s',
  (_id, operation) => {
    const open = operation.roles.includes('anyone')

    test('is closed to nobody in particular unless it says so', async () => {
      expect((await send(operation)) === 401).toBe(!open)
    })

    test.each(roles)('%s', async (role) => {
      const right = outside.has(role) ? 'peers' : 'staff'
      const wrong = right === 'peers' ? 'staff' : 'peers'
      const allowed = open || operation.roles.includes(role)
      const as = (realm: 'peers' | 'staff') => kit.token({ subject: 'x', realm, roles: [role] })
      expect((await send(operation, await as(right))) !== 403).toBe(allowed)
      expect((await send(operation, await as(wrong))) !== 403).toBe(open)
    })

    test.each(services)('service:%s', async (name) => {
      const allowed = open || operation.roles.includes(`service:${name}`)
      expect((await send(operation, await kit.serviceToken(name))) !== 403).toBe(allowed)
    })
  },
)

describe('somebody else’s things are not there', () => {
  const paths = operations
    .filter(({ method, path }) => method === 'GET' && path.includes(':'))
    .map(({ id, path }) => [id, path] as const)

  test.each(paths)('%s answers 404 or nothing for an id of nobody', async (id, path) => {
    const operation = operations.find((each) => each.id === id)
    const role = operation?.roles.find((each) => !each.startsWith('service:')) ?? 'peer'
    const realm = outside.has(role) || role === 'anyone' ? 'peers' : 'staff'
    const token = await kit.token({ subject: 'x', realm, roles: [role] })
    const url = path.replaceAll(/:textId/g, 'attestation').replaceAll(/:\w+/g, crypto.randomUUID())
    const reply = await kit.client.get(url, { token, query: query(id) })
    const empty = ['getCertification', 'listHistory', 'getText'].includes(id)
    expect(reply.status).toBe(empty ? 200 : 404)
  })

  const query = (id: string): Record<string, string> =>
    id === 'getText' || id === 'getCertificatePdf' ? { language: 'en' } : {}
})

test.each(['state', 'expiresOn', 'feePaid', 'accountId', '__proto__'])(
  'SEC-1: a form that names %s is refused',
  async (name) => {
    const person = await kit.holder()
    await kit.client.post('/me/renewal', { token: person.token })
    const response = await kit.client.inject({
      method: 'PATCH',
      url: '/me/renewal',
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      payload: `{"version":0,"${name}":"x"}`,
    })
    expect(response.statusCode).toBe(400)
  },
)
