import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Person, secrets, withWorld } from './kit.ts'
import { emailChanged, receipt, renewed, tell } from './samples.ts'

const world = withWorld()
const { kit } = world

interface Told {
  to: string
  messageId: string
  code?: number
}

/** What the provider tells when another server sent a mail back. */
const tellBounce = async ({ to, messageId, code = 550 }: Told, secret = secrets.bounce) => {
  const payload = JSON.stringify({
    to,
    messageId,
    code,
    reason: 'unknown user',
    at: kit.clock.now().toISOString(),
  })
  const signature = `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`
  const reply = await kit.client.inject({
    method: 'POST',
    url: '/bounces',
    headers: { 'content-type': 'application/json', 'x-signature': signature },
    payload,
  })
  return { status: reply.statusCode, body: reply.body === '' ? {} : reply.json() }
}
const refuseAt = (email: string, line = '550 no such user') => {
  world.mail.script = ({ stage, to }) => (stage === 'RCPT' && to === email ? line : undefined)
}
const listed = async ({ accountId }: Person) => {
  const { body } = await kit.client.get('/staff/bounces', { token: await world.staff() })
  return body.bounces.find((bounce: { accountId: string }) => bounce.accountId === accountId)
}
const saidOf = async ({ accountId }: Person) =>
  (await kit.published()).filter((event) => event.key === accountId).map(({ type }) => type)
const sentTo = async (change: Partial<Person> = {}) => {
  const made = await world.signedIn(change)
  await tell(world, made.person, receipt)
  await kit.settle()
  const [notice] = await world.notices(made.person)
  return { ...made, id: notice!.id, messageId: `${notice!.id}@program.example` }
}
const stateOf = async (person: Person) => (await world.notices(person)).map(({ state }) => state)

describe('NOT-5: a server refuses the address', () => {
  test('the message came back, everybody who must know is told, and staff have somebody to call', async () => {
    const person = world.person()
    refuseAt(person.email)
    await tell(world, person, receipt)
    await kit.settle()
    expect(await world.notices(person)).toMatchObject([
      { state: 'bounced', code: 550, attempts: 1, sentAt: null },
    ])
    const said = await kit.waitFor('notice.bounced', (event) => event.key === person.accountId)
    const [notice] = await world.notices(person)
    expect(said.data).toMatchObject({
      noticeId: notice?.id,
      accountId: person.accountId,
      kind: 'M-7',
    })
    expect(await listed(person)).toEqual({
      accountId: person.accountId,
      since: '2026-10-02T13:00:00.000Z',
    })
  })

  test('from then on nothing is sent there, and all of it can be read in the portal', async () => {
    const { person, token } = await world.signedIn({ mailState: 'bounced' })
    const before = world.mail.lines.length
    await tell(world, person, renewed)
    await world.approaching(person, '90')
    await kit.settle()
    expect(await world.notices(person)).toMatchObject([
      { kind: 'M-1', state: 'undeliverable', why: 'address-is-bad', attempts: 0 },
      { kind: 'M-6', state: 'undeliverable', why: 'address-is-bad', attempts: 0 },
    ])
    expect(world.mail.lines.slice(before).join()).not.toContain(person.email)
    const { body } = await kit.client.get('/me/messages', { token })
    expect(body.messages).toMatchObject([
      { outcome: 'undeliverable' },
      { outcome: 'undeliverable' },
    ])
    for (const { messageId } of body.messages) {
      const message = await kit.client.get(`/me/messages/${messageId}`, { token })
      expect(message.body.paragraphs.join(' ')).toContain('December 31')
    }
    expect(await listed(person)).toMatchObject({ accountId: person.accountId })
  })

  test('two that come back are one line of the list, as old as the first', async () => {
    const person = world.person()
    refuseAt(person.email)
    await tell(world, person, receipt)
    await kit.settle()
    kit.clock.moveTo(new Date('2026-10-02T14:00:00Z'))
    await tell(world, person, renewed)
    await kit.settle()
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
    expect(await stateOf(person)).toEqual(['bounced', 'bounced'])
    expect(await listed(person)).toMatchObject({ since: '2026-10-02T13:00:00.000Z' })
  })
})

describe('NOT-5: a server took the mail, and another one sent it back', () => {
  test('told with our signature it counts, once', async () => {
    const { person, messageId } = await sentTo()
    expect((await tellBounce({ to: person.email, messageId })).status).toBe(202)
    expect((await tellBounce({ to: person.email, messageId })).status).toBe(202)
    expect(await world.notices(person)).toMatchObject([{ state: 'bounced', code: 550 }])
    expect(await saidOf(person)).toEqual(['notice.sent', 'notice.bounced'])
    expect(await listed(person)).toBeDefined()
  })

  test('T-06: with another signature, or none, it is refused and changes nothing', async () => {
    const { person, messageId } = await sentTo()
    const told = { to: person.email, messageId }
    const wrong = await tellBounce(told, 'somebody-elses-secret')
    expect(wrong.status).toBe(401)
    expect(wrong.body.type).toBe('signature-refused')
    const body = { ...told, code: 550, reason: 'x', at: kit.clock.now().toISOString() }
    const signed = (signature: string) =>
      kit.client.post('/bounces', { body, headers: { 'x-signature': signature } })
    for (const signature of ['', 'sha256=', `sha256=${'0'.repeat(64)}`, 'ñ'.repeat(71)])
      expect((await signed(signature)).status, signature).toBe(401)
    expect((await kit.client.post('/bounces', { body })).status).toBe(400)
    expect(await stateOf(person)).toEqual(['sent'])
  })

  test('T-06: a signature is over the bytes: one that was sent along with other bytes does not fit', async () => {
    const { person, messageId } = await sentTo()
    const body = { to: person.email, messageId, code: 550, reason: 'x', at: '2026-10-02T13:00:00Z' }
    const seal = createHmac('sha256', secrets.bounce).update(JSON.stringify(body)).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-signature': `sha256=${seal}` }
    const send = (payload: string) =>
      kit.client.inject({ method: 'POST', url: '/bounces', headers, payload })
    expect((await send(JSON.stringify(body, null, 1))).statusCode).toBe(401)
    expect((await send(JSON.stringify(body))).statusCode).toBe(202)
  })

  test('a message that is not ours is taken and forgotten', async () => {
    for (const messageId of ['x@other.example', `${randomUUID()}@program.example`, ''])
      expect((await tellBounce({ to: 'a@example.org', messageId })).status).toBe(202)
  })

  test('the brackets around a Message-ID do not matter, nor the case of an address', async () => {
    const { person, messageId } = await sentTo()
    const told = { to: person.email.toUpperCase(), messageId: `<${messageId.toUpperCase()}>` }
    expect((await tellBounce(told)).status).toBe(202)
    expect(await stateOf(person)).toEqual(['bounced'])
    expect(await listed(person)).toBeDefined()
  })

  test('when the person has another address by now, that one is not called bad', async () => {
    const { person, messageId } = await sentTo({ email: 'before@example.org' })
    person.email = 'after@example.org'
    await tellBounce({ to: 'before@example.org', messageId })
    expect(await stateOf(person)).toEqual(['bounced'])
    expect(await saidOf(person)).toEqual(['notice.sent', 'notice.failed'])
    expect(await listed(person)).toBeUndefined()
  })

  test('nor when it was the mail to the former address', async () => {
    const person = world.person()
    await tell(world, person, emailChanged)
    await kit.settle()
    const [notice] = await world.notices(person)
    await tellBounce({ to: person.email, messageId: `${notice!.id}@program.example` })
    expect(await listed(person)).toBeUndefined()
  })

  test('while identity does not answer the provider is asked to tell it again', async () => {
    const { person, messageId } = await sentTo()
    const back = world.identity.answer('POST /contacts', () => ({ status: 503 }))
    expect((await tellBounce({ to: person.email, messageId })).status).toBe(503)
    back()
    expect((await tellBounce({ to: person.email, messageId })).status).toBe(202)
    expect(await stateOf(person)).toEqual(['bounced'])
  })
})

describe('NOT-5: staff call those whose mail comes back', () => {
  const bounced = async () => {
    const person = world.person()
    refuseAt(person.email)
    await tell(world, person, receipt)
    await kit.settle()
    world.mail.script = () => undefined
    return person
  }
  const record = async (accountId: string, body: object) =>
    kit.client.post(`/staff/accounts/${accountId}/bounce-calls`, {
      token: await world.staff(),
      body,
    })

  test.each(['reached', 'left-word', 'no-way'])(
    '%s: kept with who called and when',
    async (outcome) => {
      const person = await bounced()
      const { status, body } = await record(person.accountId, { outcome, reason: 'called at home' })
      expect(status).toBe(200)
      const call = { outcome, at: '2026-10-02T13:00:00.000Z', by: 'dana' }
      expect(body).toMatchObject({ accountId: person.accountId, call })
      expect(await listed(person)).toMatchObject({ call })
      const history = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
        token: await world.staff(),
      })
      expect(history.body.lines).toContainEqual(
        expect.objectContaining({
          code: 'bounce.call',
          facts: { outcome },
          actor: { kind: 'staff', subject: 'dana', role: 'reviewer' },
          reason: 'called at home',
          ruleIds: ['NOT-5'],
        }),
      )
    },
  )

  test('the last call counts, and an outcome nobody knows is refused', async () => {
    const person = await bounced()
    await record(person.accountId, { outcome: 'left-word' })
    await record(person.accountId, { outcome: 'reached' })
    expect(await listed(person)).toMatchObject({ call: { outcome: 'reached' } })
    expect((await record(person.accountId, { outcome: 'emigrated' })).status).toBe(400)
  })

  test('there is nobody to call whose mail arrives', async () => {
    const person = world.person()
    expect((await record(person.accountId, { outcome: 'reached' })).status).toBe(404)
  })

  test('oldest first', async () => {
    kit.clock.moveTo(new Date('2026-10-02T12:00:00Z'))
    const older = await bounced()
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
    const newer = await bounced()
    const { body } = await kit.client.get('/staff/bounces', { token: await world.staff() })
    const ids = body.bounces.map((bounce: { accountId: string }) => bounce.accountId)
    expect(ids.indexOf(older.accountId)).toBeLessThan(ids.indexOf(newer.accountId))
    const days = body.bounces.map((bounce: { since: string }) => bounce.since)
    expect(days).toEqual(days.toSorted())
  })

  test('a new address ends it', async () => {
    const person = await bounced()
    await tell(world, person, emailChanged)
    expect(await listed(person)).toBeUndefined()
  })

  test('so does identity, when it says that the address is good again, and only then', async () => {
    const person = await bounced()
    const changed = (...fields: string[]) =>
      world.fromIdentity('profile.changed', person.accountId, { fields })
    person.mailState = 'bounced'
    await changed('mail-state')
    expect(await listed(person)).toBeDefined()
    person.mailState = 'ok'
    await changed('phone')
    expect(await listed(person)).toBeDefined()
    await changed('mail-state')
    expect(await listed(person)).toBeUndefined()
  })
})

test('a mail that no server takes for five days has failed: it is told, and the address is not blamed', async () => {
  const person = world.person()
  world.mail.script = ({ stage, to }) =>
    stage === 'RCPT' && to === person.email ? '451 later' : undefined
  await tell(world, person, receipt)
  await expect.poll(async () => (await world.notices(person))[0]?.attempts).toBe(1)
  // All but the last try have happened.
  await kit.pool.query('update notice set attempts = 500 where account_id = $1', [person.accountId])
  const said = await kit.waitFor('notice.failed', (event) => event.key === person.accountId)
  expect(said.data).toMatchObject({ kind: 'M-7' })
  expect(await world.notices(person)).toMatchObject([{ state: 'failed', code: 451 }])
  expect(await listed(person)).toBeUndefined()
})
