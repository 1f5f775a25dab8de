import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Person, portal, withWorld } from './kit.ts'
import { receipt, renewed, samples, tell, voucherIssued } from './samples.ts'

const world = withWorld()
const { kit } = world

const listOf = async (token: string) => (await kit.client.get('/me/messages', { token })).body
const read = (id: string, token: string) => kit.client.get(`/me/messages/${id}`, { token })
const switchTo = (on: boolean, token: string) =>
  kit.client.put('/me/reminders', { token, body: { on } })
const saidOf = async ({ accountId }: Person) =>
  (await kit.published('reminders.switched')).filter((event) => event.key === accountId)

describe('NOT-1: a copy of every message stays in the portal', () => {
  test('newest first, with what became of it, until it is read', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, receipt)
    await kit.settle()
    kit.clock.moveTo(new Date('2026-10-02T14:00:00Z'))
    await tell(world, person, renewed)
    await kit.settle()

    const before = await listOf(token)
    expect(before).toMatchObject({ unread: 2, reminders: true })
    expect(before.messages).toMatchObject([
      {
        kind: 'M-6',
        subject: 'Your certification is renewed',
        language: 'en',
        at: '2026-10-02T14:00:00.000Z',
        outcome: 'sent',
        outcomeAt: '2026-10-02T14:00:00.000Z',
        read: false,
      },
      { kind: 'M-7', subject: 'Receipt R-2026-004417: $80.00', read: false },
    ])

    kit.clock.moveTo(new Date('2026-10-02T15:00:00Z'))
    const opened = await read(before.messages[0].messageId, token)
    expect(opened.status).toBe(200)
    expect(opened.body.message).toMatchObject({ read: true, readAt: '2026-10-02T15:00:00.000Z' })
    const after = await listOf(token)
    expect(after.unread).toBe(1)
    expect(after.messages.map((message: { read: boolean }) => message.read)).toEqual([true, false])
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
  })

  test('read again, it keeps the moment at which it was read first', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, renewed)
    await kit.settle()
    const [{ messageId }] = (await listOf(token)).messages
    const first = await read(messageId, token)
    kit.clock.moveTo(new Date('2026-10-02T16:00:00Z'))
    const again = await read(messageId, token)
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
    expect(again.body).toEqual(first.body)
  })

  test.each(samples.map((sample) => [sample.fact, sample] as const))(
    '%s reads there as it was sent',
    async (_fact, sample) => {
      const { person, token } = await world.signedIn({ language: 'es' })
      await tell(world, person, sample)
      await kit.settle()
      const [row] = (await listOf(token)).messages
      const taken = world.mail.taken.find((mail) => mail.messageId.startsWith(row.messageId))
      const mail = (await world.mailsTo(taken!.to)).find(
        (one) => one.messageId === taken!.messageId,
      )
      expect(row).toMatchObject({ kind: sample.kind, language: 'es', subject: mail?.subject })
      const { paragraphs } = (await read(row.messageId, token)).body
      if (sample.kind === 'M-13') return
      for (const paragraph of paragraphs) expect(mail?.text).toContain(paragraph)
    },
  )

  test('a change of language afterwards does not change what was written', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, renewed)
    await kit.settle()
    person.language = 'es'
    const [row] = (await listOf(token)).messages
    expect(row).toMatchObject({ language: 'en', subject: 'Your certification is renewed' })
    const { paragraphs } = (await read(row.messageId, token)).body
    expect(paragraphs[0]).toContain('is renewed and valid through Sunday, December 31, 2028.')
  })

  test('one that waits can be read already, in the language of today', async () => {
    const { person, token } = await world.signedIn({ language: 'es' })
    const release = await world.hold()
    await tell(world, person, renewed)
    const [row] = (await listOf(token)).messages
    expect(row).toMatchObject({ outcome: 'queued', subject: 'Su certificación está renovada' })
    expect(row).not.toHaveProperty('outcomeAt')
    expect((await read(row.messageId, token)).status).toBe(200)
    await release()
  })

  test('one that was taken back was never said: it is not there, and cannot be read', async () => {
    const { person, token } = await world.signedIn()
    world.standing = () => ({ stands: false, drafted: false })
    await world.approaching(person, '90')
    await kit.settle()
    const [notice] = await world.notices(person)
    expect(notice?.state).toBe('withdrawn')
    expect((await listOf(token)).messages).toEqual([])
    expect((await read(notice!.id, token)).status).toBe(404)
  })

  test('a reminder keeps the number of days it spoke of', async () => {
    const { person, token } = await world.signedIn()
    kit.clock.moveTo(new Date('2026-11-01T15:00:00Z'))
    await world.approaching(person, '60')
    await kit.settle()
    kit.clock.moveTo(new Date('2026-12-31T15:00:00Z'))
    const [row] = (await listOf(token)).messages
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
    expect(row.subject).toBe('60 days left to renew your certification')
  })

  test('a sign-in of no account has no messages, and that is no error', async () => {
    const token = await kit.token({ subject: 'never-seen' })
    expect(await listOf(token)).toEqual({ messages: [], unread: 0, reminders: true })
    expect((await switchTo(false, token)).status).toBe(404)
  })

  test('when a sign-in moves to another account, so do the messages it sees', async () => {
    const first = await world.signedIn()
    await tell(world, first.person, renewed)
    await kit.settle()
    const second = world.person()
    const subject = `sub-${first.person.number}`
    const link = { realm: 'peers', subject }
    await world.fromIdentity('account.linked', second.accountId, link)
    expect((await listOf(first.token)).messages).toEqual([])
    // The old account lets go later than the new one took it: nothing is lost by that.
    await world.fromIdentity('account.unlinked', first.person.accountId, link)
    await tell(world, second, receipt)
    await kit.settle()
    expect((await listOf(first.token)).messages).toMatchObject([{ kind: 'M-7' }])
    await world.fromIdentity('account.unlinked', second.accountId, link)
    expect((await listOf(first.token)).messages).toEqual([])
    // A fact that was lost and comes late must not undo what was said after it.
    await kit.repeat('account.linked', second.accountId)
    expect((await listOf(first.token)).messages).toEqual([])
  })
})

describe('when identity does not answer', () => {
  // A list once asked identity for every name in it. A receipt names its person, so that everybody
  // who had ever paid got a 500 instead of their messages as long as identity was down.
  test('a list with a receipt is shown all the same', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, receipt)
    await tell(world, person, voucherIssued)
    await kit.settle()
    const back = world.identity.answer('POST /contacts', () => ({ status: 503 }))
    const own = await kit.client.get('/me/messages', { token })
    const staff = await world.staff()
    const desk = await kit.client.get(`/staff/accounts/${person.accountId}/messages`, {
      token: staff,
    })
    back()
    expect(own.status).toBe(200)
    const subjects = ['Receipt R-2026-004417: $80.00', 'You have a voucher']
    for (const list of [own, desk]) {
      const said = list.body.messages.map((message: { subject: string }) => message.subject)
      expect(said.sort()).toEqual(subjects)
    }
  })

  test('also when one in it is not out yet: its language is a guess, not an error', async () => {
    const { person, token } = await world.signedIn({ language: 'es' })
    const release = await world.hold()
    await tell(world, person, receipt)
    const back = world.identity.answer('POST /contacts', () => ({ status: 503 }))
    const [row] = (await listOf(token)).messages
    back()
    await release()
    expect(row).toMatchObject({ language: 'en', subject: 'Receipt R-2026-004417: $80.00' })
  })

  test('a receipt itself needs the name, and says that it must be tried again', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, receipt)
    await kit.settle()
    const [{ messageId }] = (await listOf(token)).messages
    const back = world.identity.answer('POST /contacts', () => ({ status: 503 }))
    const refused = await read(messageId, token)
    back()
    expect(refused.status).toBe(503)
    const { body } = await read(messageId, token)
    expect(body.paragraphs[0]).toContain(`of Marisol Vega, ${person.number}.`)
  })
})

describe('REN-18: the extra reminders, switched in the portal', () => {
  test('off and on again; each change is told once and stands in the history', async () => {
    const { person, token } = await world.signedIn()
    expect((await switchTo(true, token)).body).toEqual({ on: true })
    expect(await saidOf(person)).toEqual([])
    expect((await switchTo(false, token)).body).toEqual({ on: false })
    expect((await switchTo(false, token)).body).toEqual({ on: false })
    expect((await listOf(token)).reminders).toBe(false)
    expect((await switchTo(true, token)).body).toEqual({ on: true })
    expect((await listOf(token)).reminders).toBe(true)
    const told = await saidOf(person)
    expect(told.map((event) => event.data)).toEqual([
      { accountId: person.accountId, on: false },
      { accountId: person.accountId, on: true },
    ])
    const { body } = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
      token: await world.staff(),
    })
    expect(body.lines).toHaveLength(2)
    expect(body.lines.map((line: { code: string }) => line.code).sort()).toEqual([
      'reminders.switched-off',
      'reminders.switched-on',
    ])
    expect(body.lines[0]).toMatchObject({
      actor: { kind: 'person' },
      facts: { through: 'portal' },
      ruleIds: ['REN-18'],
    })
  })
})

describe('REN-18: the link in a reminder', () => {
  const linked = async () => {
    const made = await world.signedIn()
    kit.clock.moveTo(new Date('2026-11-01T15:00:00Z'))
    await world.approaching(made.person, '60')
    await kit.settle()
    kit.clock.moveTo(new Date('2026-10-02T13:00:00Z'))
    const [mail] = await world.mailsTo(made.person.email)
    const link = mail!.headers['list-unsubscribe']!.slice(1, -1)
    expect(link.startsWith(`${portal}/u/`)).toBe(true)
    return { ...made, opaque: link.slice(`${portal}/u/`.length) }
  }
  const press = (token: string, on?: boolean) =>
    kit.client.post('/unsubscribe', { body: { token, ...(on !== undefined && { on }) } })

  test('stops them in one press without a log-in, and undoes it', async () => {
    const { person, token, opaque } = await linked()
    expect((await press(opaque)).body).toEqual({ on: false })
    expect((await press(opaque)).body).toEqual({ on: false })
    expect((await listOf(token)).reminders).toBe(false)
    expect((await press(opaque, true)).body).toEqual({ on: true })
    expect((await listOf(token)).reminders).toBe(true)
    expect(await saidOf(person)).toHaveLength(2)
  })

  test('NOT-4: it names nobody, and is the same in every mail to the same person', async () => {
    const { person, opaque } = await linked()
    expect(opaque).toMatch(/^[\w-]{43}$/)
    expect(opaque).not.toContain(person.accountId)
    expect((await linked()).opaque).not.toBe(opaque)
  })

  test('one that was not made by us is not known, however near it comes', async () => {
    const { token, opaque } = await linked()
    const turned = `${opaque.slice(0, 30)}${opaque[30] === 'A' ? 'B' : 'A'}${opaque.slice(31)}`
    const forged = Buffer.from(randomUUID() + randomUUID()).toString('base64url')
    for (const wrong of [
      turned,
      opaque.slice(1),
      `${opaque}AAAA`,
      forged,
      'x'.repeat(43),
      '0123456789',
    ]) {
      const { status, body } = await press(wrong)
      expect(status, wrong).toBe(404)
      expect(body.type).toBe('token-unknown')
    }
    expect((await listOf(token)).reminders).toBe(true)
  })

  test('one that is too short or too long is no token at all', async () => {
    expect((await press('short')).status).toBe(400)
    expect((await press('x'.repeat(201))).status).toBe(400)
  })
})
