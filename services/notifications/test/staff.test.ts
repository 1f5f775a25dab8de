import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Person, withWorld } from './kit.ts'
import { codeRequested, emailChanged, receipt, renewed, tell, voucherIssued } from './samples.ts'

const world = withWorld()
const { kit } = world

const reason = 'They asked for it on the phone'
const listOf = async ({ accountId }: Person, role = 'reviewer') => {
  const token = await world.staff(role)
  return (await kit.client.get(`/staff/accounts/${accountId}/messages`, { token })).body.messages
}
const copyOf = async (
  messageId: string,
  idempotencyKey: string = randomUUID(),
  body = { reason },
) =>
  kit.client.post(`/staff/messages/${messageId}/copies`, {
    token: await world.staff(),
    body,
    idempotencyKey,
  })
const historyOf = async ({ accountId }: Person) =>
  (await kit.client.get(`/staff/accounts/${accountId}/history`, { token: await world.staff() }))
    .body.lines
const sent = async (sample = renewed, change: Partial<Person> = {}) => {
  const person = world.person(change)
  await tell(world, person, sample)
  await kit.settle()
  const [notice] = await world.notices(person)
  return { person, id: notice!.id }
}
const at = (moment: string) => kit.clock.moveTo(new Date(moment))

describe('a person calls, and staff see what was written to them', () => {
  test('everything with its outcome, newest first, also what was never sent', async () => {
    const { person } = await sent()
    at('2026-10-02T14:00:00Z')
    world.standing = () => ({ stands: false, drafted: false })
    await world.approaching(person, '90')
    await kit.settle()
    at('2026-10-02T13:00:00Z')
    for (const role of ['reviewer', 'finance', 'admin'])
      expect(await listOf(person, role)).toMatchObject([
        { kind: 'M-1', outcome: 'withdrawn', subject: 'You can renew your certification now' },
        { kind: 'M-6', outcome: 'sent', read: false },
      ])
  })

  test('in full, and whether it was read; that staff read it does not make it read', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, receipt)
    await kit.settle()
    const [{ messageId }] = await listOf(person)
    const opened = await kit.client.get(`/staff/messages/${messageId}`, {
      token: await world.staff('finance'),
    })
    expect(opened.body.paragraphs[0]).toContain('We received $80.00 on October 2, 2026')
    expect(opened.body.message.read).toBe(false)
    await kit.client.get(`/me/messages/${messageId}`, { token })
    expect(await listOf(person)).toMatchObject([{ read: true, readAt: '2026-10-02T13:00:00.000Z' }])
  })

  test('what is not there is not found', async () => {
    const token = await world.staff()
    expect((await kit.client.get(`/staff/messages/${randomUUID()}`, { token })).status).toBe(404)
    const nobody = await kit.client.get(`/staff/accounts/${randomUUID()}/messages`, { token })
    expect(nobody.body).toEqual({ messages: [] })
  })
})

describe('a copy of a message', () => {
  test('is a new message, marked as a copy, in the words and the language of the original', async () => {
    const { person, id } = await sent(receipt, { language: 'es' })
    const [original] = await world.mailsTo(person.email)
    person.language = 'en'
    at('2026-10-20T13:00:00Z')
    const { status, body } = await copyOf(id)
    await kit.settle()
    at('2026-10-02T13:00:00Z')
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: 'M-7',
      copyOf: id,
      outcome: 'queued',
      language: 'es',
      subject: 'Copia de nuestro mensaje del 2 de octubre: Recibo R-2026-004417: $80.00',
    })
    expect(body.messageId).not.toBe(id)
    const [, copy] = await world.mailsTo(person.email)
    expect(copy?.subject).toBe(body.subject)
    expect(copy?.messageId).toBe(`${body.messageId}@program.example`)
    expect(copy?.messageId).not.toBe(original?.messageId)
    expect(copy?.text).toContain('Copia de nuestro mensaje del 2 de octubre\n')
    expect(copy?.text).toContain('Recibimos $80.00 el 2 de octubre de 2026')
    expect(copy?.text).toContain('Recibe esta copia porque nuestro personal se la envió.')
    expect(await world.notices(person)).toHaveLength(2)
  })

  test('in English: Copy of our message of Oct 2', async () => {
    const { person, id } = await sent()
    await copyOf(id)
    await kit.settle()
    const [, copy] = await world.mailsTo(person.email)
    expect(copy?.subject).toBe('Copy of our message of Oct 2: Your certification is renewed')
    expect(copy?.text).toContain('Copy of our message of Oct 2\n')
  })

  test('NOT-3 REN-18: of a reminder is no second reminder: no link to stop it, the same days, whatever has happened since', async () => {
    at('2026-11-01T15:00:00Z')
    const { person, token } = await world.signedIn()
    await world.approaching(person, '60')
    await kit.settle()
    const [notice] = await world.notices(person)
    await kit.client.put('/me/reminders', { token, body: { on: false } })
    world.standing = () => ({ stands: false, drafted: false })
    at('2026-12-24T15:00:00Z')
    await copyOf(notice!.id)
    await kit.settle()
    const [, copy] = await world.mailsTo(person.email)
    expect(copy?.subject).toBe(
      'Copy of our message of Nov 1: 60 days left to renew your certification',
    )
    expect(copy?.headers).not.toHaveProperty('list-unsubscribe')
    expect(copy?.text).not.toContain('/u/')
    world.standing = () => ({ stands: true, drafted: false })
    await kit.client.put('/me/reminders', { token, body: { on: true } })
    await world.approaching(person, '7')
    await kit.settle()
    at('2026-10-02T13:00:00Z')
    const states = (await world.notices(person)).map(({ kind, state }) => `${kind} ${state}`)
    expect(states).toEqual(['M-2 sent', 'M-2 sent', 'M-4 sent'])
  })

  test('keeps the sentence about a draft that the original had', async () => {
    at('2026-11-01T15:00:00Z')
    const person = world.person()
    world.standing = () => ({ stands: true, drafted: true })
    await world.approaching(person, '60')
    await kit.settle()
    world.standing = () => ({ stands: true, drafted: false })
    const [notice] = await world.notices(person)
    await copyOf(notice!.id)
    await kit.settle()
    at('2026-10-02T13:00:00Z')
    const [, copy] = await world.mailsTo(person.email)
    expect(copy?.text).toContain('You have started; what you entered is saved.')
  })

  test('of a copy is a copy of the first message', async () => {
    const { person, id } = await sent()
    at('2026-10-05T13:00:00Z')
    const { body: first } = await copyOf(id)
    await kit.settle()
    at('2026-10-09T13:00:00Z')
    await copyOf(first.messageId)
    await kit.settle()
    at('2026-10-02T13:00:00Z')
    const subjects = (await world.mailsTo(person.email)).map(({ subject }) => subject)
    expect(subjects).toHaveLength(3)
    expect(subjects[2]).toBe('Copy of our message of Oct 2: Your certification is renewed')
  })

  test('goes to the address of today, also for one that came back from the old one', async () => {
    const person = world.person({ email: 'exmaple@example.org' })
    world.mail.script = ({ stage, to }) =>
      stage === 'RCPT' && to === 'exmaple@example.org' ? '550 no' : undefined
    await tell(world, person, renewed)
    await kit.settle()
    const [notice] = await world.notices(person)
    person.email = 'right@example.org'
    expect((await copyOf(notice!.id)).status).toBe(201)
    await kit.settle()
    expect(await world.mailsTo('right@example.org')).toHaveLength(1)
  })

  test('asked for twice with one key is one copy, and the second answer is the first', async () => {
    const { person, id } = await sent()
    const key = randomUUID()
    const [first, second] = [await copyOf(id, key), await copyOf(id, key)]
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    const other = await copyOf(id, key, { reason: 'another reason' })
    expect(other.status).toBe(422)
    await kit.settle()
    expect(await world.mailsTo(person.email)).toHaveLength(2)
    await copyOf(id)
    await kit.settle()
    expect(await world.mailsTo(person.email)).toHaveLength(3)
  })

  test('asked for twice at the same moment is one copy', async () => {
    const { person, id } = await sent()
    const key = randomUUID()
    const answers = await Promise.all([copyOf(id, key), copyOf(id, key), copyOf(id, key)])
    for (const { status } of answers) expect([201, 409]).toContain(status)
    await kit.settle()
    expect(await world.mailsTo(person.email)).toHaveLength(2)
  })

  test('SEC-4: asks for a reason, which stands in the history with who sent it', async () => {
    const { person, id } = await sent()
    expect((await copyOf(id, randomUUID(), { reason: '' })).status).toBe(400)
    const { body } = await copyOf(id)
    expect(await historyOf(person)).toContainEqual(
      expect.objectContaining({
        code: 'mail.copy-sent',
        actor: { kind: 'staff', subject: 'dana', role: 'reviewer' },
        facts: { kind: 'M-6' },
        reason,
        linkedId: body.messageId,
      }),
    )
  })

  test.each([
    ['a code for signing in', codeRequested],
    ['a voucher with its code', voucherIssued],
    ['the mail to a former address', emailChanged],
  ])('NOT-4: of %s there is none', async (_what, sample) => {
    const { person, id } = await sent(sample)
    const { status, body } = await copyOf(id)
    expect(status).toBe(409)
    expect(body.type).toBe('message-not-copied')
    expect(await world.notices(person)).toHaveLength(1)
  })

  test('of one that was never written there is none, nor of one that does not exist', async () => {
    const waits = world.person()
    const release = await world.hold()
    await tell(world, waits, renewed)
    const [notice] = await world.notices(waits)
    expect((await copyOf(notice!.id)).body.type).toBe('message-not-copied')
    await release()
    const gone = world.person()
    world.standing = () => ({ stands: false, drafted: false })
    await world.approaching(gone, '90')
    await kit.settle()
    const [withdrawn] = await world.notices(gone)
    expect((await copyOf(withdrawn!.id)).body.type).toBe('message-not-copied')
    expect((await copyOf(randomUUID())).status).toBe(404)
  })
})

describe('CONV-10: the history of what was written to somebody', () => {
  test('each message is a line, and what became of it another, newest first', async () => {
    const person = world.person()
    const release = await world.hold()
    await tell(world, person, renewed)
    at('2026-10-02T13:01:00Z')
    await release()
    at('2026-10-02T13:00:00Z')
    const lines = await historyOf(person)
    expect(lines).toMatchObject([
      {
        code: 'mail.sent',
        at: '2026-10-02T13:01:00.000Z',
        filter: 'mail',
        actor: { kind: 'system' },
        facts: { kind: 'M-6', language: 'en', copy: false, attempts: 1 },
        ruleIds: ['NOT-1'],
      },
      { code: 'mail.queued', at: '2026-10-02T13:00:00.000Z' },
    ])
    expect(lines[0].linkedId).toBe((await world.notices(person))[0]?.id)
  })

  test('a reminder names the rule by which it came, or did not go', async () => {
    at('2026-12-24T15:00:00Z')
    const person = world.person()
    const release = await world.hold()
    for (const kind of ['90', '30', '7']) await world.approaching(person, kind)
    await release()
    at('2026-10-02T13:00:00Z')
    const said = (await historyOf(person))
      .filter((line: { code: string }) => line.code !== 'mail.queued')
      .map((line: { code: string; facts: { kind: string; why?: string }; ruleIds: string[] }) => [
        line.facts.kind,
        line.code,
        line.facts.why,
        line.ruleIds.join(),
      ])
    expect(said.toSorted()).toEqual([
      ['M-1', 'mail.superseded', 'later-reminder', 'REN-16,NOT-1,NOT-3'],
      ['M-3', 'mail.superseded', 'later-reminder', 'REN-18,NOT-1,NOT-3'],
      ['M-4', 'mail.sent', undefined, 'REN-18,NOT-1'],
    ])
  })

  test('one that came back later is a line of its own', async () => {
    const person = world.person()
    world.mail.script = ({ stage, to }) =>
      stage === 'RCPT' && to === person.email ? '550 no' : undefined
    await tell(world, person, receipt)
    await kit.settle()
    const lines = await historyOf(person)
    expect(lines.map((line: { code: string }) => line.code).toSorted()).toEqual([
      'mail.bounced',
      'mail.queued',
    ])
  })

  test('somebody to whom nothing was written has none', async () => {
    expect(await historyOf(world.person())).toEqual([])
  })
})
