import { createHmac, randomUUID } from 'node:crypto'
import { operationsOf } from '@peercert/chassis/operations'
import { api } from '@peercert/contracts/notifications'
import { describe, expect, test } from 'vitest'
import { secrets, withWorld } from './kit.ts'
import { receipt, tell } from './samples.ts'

const world = withWorld()
const { kit } = world

const reason = 'a good reason'
const bounce = {
  to: 'a@example.org',
  messageId: 'nobody',
  code: 550,
  reason,
  at: '2026-10-02T13:00:00Z',
}
/** Bodies that fit, so that a refusal is about who asks and not about what. */
const bodies: Record<string, object> = {
  setMyReminders: { on: true },
  unsubscribe: { token: 'not-a-token-of-ours' },
  receiveBounce: bounce,
  sendCopy: { reason },
  recordCall: { outcome: 'reached', reason },
}
const signature = `sha256=${createHmac('sha256', secrets.bounce).update(JSON.stringify(bounce)).digest('hex')}`

const outside = ['peer', 'employer', 'provider']
const roles = [
  ...outside,
  'reviewer',
  'exam-coordinator',
  'finance',
  'auditor',
  'investigator',
  'panel',
  'moderator',
  'county',
  'admin',
]
const services = ['applications', 'payments', 'identity', 'portal', 'notifications']
const operations = operationsOf(api)
type Operation = (typeof operations)[number]

async function call({ id, method, path }: Operation, token?: string) {
  const body = bodies[id]
  const reply = await kit.client[method.toLowerCase() as 'get'](
    path.replaceAll(/:\w+/g, () => randomUUID()),
    {
      ...(token !== undefined && { token }),
      ...(body && { body }),
      ...(id === 'receiveBounce' && { headers: { 'x-signature': signature } }),
    },
  )
  return reply.status
}

const realmOf = (role: string) => (outside.includes(role) ? 'peers' : 'staff')
const tokenOf = (role: string, realm: 'peers' | 'staff' = realmOf(role)) =>
  kit.token({ realm, roles: [role], subject: `some-${role}` })

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  'T-04: %s',
  (_id, operation) => {
    const open = operation.roles.includes('anyone')

    test('is closed to those who have not signed in, unless it says so', async () => {
      const status = await call(operation)
      if (open) expect([202, 404]).toContain(status)
      else expect(status).toBe(401)
    })

    test.each(roles)('%s', async (role) => {
      const allowed = open || operation.roles.includes(role)
      const status = await call(operation, await tokenOf(role))
      if (allowed) expect([200, 201, 202, 404]).toContain(status)
      else expect(status).toBe(403)
      const wrong = realmOf(role) === 'peers' ? 'staff' : 'peers'
      expect((await call(operation, await tokenOf(role, wrong))) !== 403).toBe(open)
    })

    test.each(services)('service:%s', async (name) => {
      const allowed = open || operation.roles.includes(`service:${name}`)
      expect((await call(operation, await kit.serviceToken(name))) !== 403).toBe(allowed)
    })
  },
)

test('T-01: a message of somebody else answers like one that does not exist, byte for byte', async () => {
  const [owner, other] = [await world.signedIn(), await world.signedIn()]
  await tell(world, owner.person, receipt)
  await kit.settle()
  const [notice] = await world.notices(owner.person)
  const of = (id: string, token: string) => kit.client.get(`/me/messages/${id}`, { token })
  const [hidden, missing] = [await of(notice!.id, other.token), await of(randomUUID(), other.token)]
  expect(hidden.status).toBe(404)
  expect(hidden.raw).toEqual(missing.raw)
  expect((await of(notice!.id, owner.token)).status).toBe(200)
  const stranger = await kit.token({ subject: 'never-seen' })
  expect((await of(notice!.id, stranger)).raw).toEqual(missing.raw)
})

test('T-01: what is personal is only ever that of the caller', async () => {
  const [owner, other] = [await world.signedIn(), await world.signedIn()]
  await tell(world, owner.person, receipt)
  await kit.settle()
  const list = async (token: string) => (await kit.client.get('/me/messages', { token })).body
  expect((await list(owner.token)).messages).toHaveLength(1)
  expect(await list(other.token)).toEqual({ messages: [], unread: 0, reminders: true })
  await kit.client.put('/me/reminders', { token: owner.token, body: { on: false } })
  expect((await list(other.token)).reminders).toBe(true)
})

test.each(['__proto__', 'accountId', 'extra'])(
  'T-05: a body that also names %s is refused',
  async (name) => {
    const { token } = await world.signedIn()
    const reply = await kit.client.inject({
      method: 'PUT',
      url: '/me/reminders',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: `{"on":false,"${name}":{}}`,
    })
    expect(reply.statusCode).toBe(400)
  },
)
