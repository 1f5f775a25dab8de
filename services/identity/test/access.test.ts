import { operationsOf } from '@peercert/chassis/operations'
import { api } from '@peercert/contracts/identity'
import { describe, expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const kitted = withIdentity()
const { kit, service, issuer, signIn, peer } = kitted

const roles = ['peer', 'employer', 'provider', 'reviewer', 'finance', 'admin', 'auditor', 'county']
const services = ['notifications', 'applications', 'payments', 'importer', 'exams']
const outside = new Set(['peer', 'employer', 'provider'])
const operations = operationsOf(api)

const send = async (operation: (typeof operations)[number], token?: string) => {
  const path = operation.path.replaceAll(/:\w+/g, crypto.randomUUID())
  const response = await kit.client.inject({
    method: operation.method,
    url: path,
    headers: {
      'idempotency-key': crypto.randomUUID(),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(operation.body && { payload: {} }),
  })
  return response.statusCode
}
const token = (realm: 'peers' | 'staff', role: string) =>
  issuer().sign(realm, { sub: 'x', azp: 'portal', sid: 's', realm_access: { roles: [role] } })

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  'T-04: %s',
  (_id, operation) => {
    const open = operation.roles.includes('anyone')

    test('is closed to nobody in particular unless it says so', async () => {
      expect((await send(operation)) === 401).toBe(!open)
    })

    test.each(roles)('%s', async (role) => {
      const right = outside.has(role) ? 'peers' : 'staff'
      const allowed = open || operation.roles.includes(role)
      expect((await send(operation, await token(right, role))) !== 403).toBe(allowed)
      const wrong = right === 'peers' ? 'staff' : 'peers'
      expect((await send(operation, await token(wrong, role))) !== 403).toBe(open)
    })

    test.each(services)('service:%s', async (name) => {
      const allowed = open || operation.roles.includes(`service:${name}`)
      expect((await send(operation, await service(name))) !== 403).toBe(allowed)
    })
  },
)

test('T-01: what is personal is only ever that of the caller', async () => {
  const [ana, ben] = [
    await signIn({ subject: 'ana', email: 'ana@example.org' }),
    await signIn({ subject: 'ben', email: 'ben@example.org' }),
  ]
  const own = async (subject: string) =>
    (await kit.client.get('/me/profile', { token: await peer(subject) })).body
  expect((await own('ana')).accountId).toBe(ana.body.accountId)
  expect((await own('ben')).accountId).toBe(ben.body.accountId)
  await kit.client.patch('/me/profile', {
    token: await peer('ana'),
    body: { version: 0, phone: '916 555 0100' },
  })
  expect((await own('ben')).phone).toBeNull()
})

test.each(['accountId', 'legalName', 'email', 'mailState', 'imported', '__proto__', 'closedAt'])(
  'T-05: a profile change that names %s is refused',
  async (name) => {
    await signIn({ subject: 'mass', email: 'mass@example.org' })
    const response = await kit.client.inject({
      method: 'PATCH',
      url: '/me/profile',
      headers: {
        authorization: `Bearer ${await peer('mass')}`,
        'content-type': 'application/json',
      },
      payload: `{"version":0,"${name}":"x"}`,
    })
    expect(response.statusCode).toBe(400)
  },
)
