import { randomUUID } from 'node:crypto'
import { events as applicationsEvents } from '@peercert/contracts/applications'
import { events as identityEvents } from '@peercert/contracts/identity'
import { events as paymentsEvents } from '@peercert/contracts/payments'
import { describe, expect, test } from 'vitest'
import { type Person, withWorld } from './kit.ts'
import { failed, formerAddress, receipt, renewed, samples, tell, tellAgain } from './samples.ts'

const world = withWorld()
const { kit } = world

const told = samples.map((sample) => [sample.fact, sample] as const)
/** One renewal may be sent, refused and sent again: each time is a fact of its own. */
const decisions = new Set(['M-8', 'M-9', 'M-15'])
const mailboxOf = ({ kind }: { kind: string }, person: Person) =>
  kind === 'M-16' ? formerAddress : person.email
const reminderKinds = [
  ['90', 'M-1', '2026-10-02'],
  ['60', 'M-2', '2026-11-01'],
  ['30', 'M-3', '2026-12-01'],
  ['7', 'M-4', '2026-12-24'],
  ['0', 'M-5', '2026-12-31'],
  ['expired', 'M-12', '2027-01-01'],
] as const
const sixOClock = (day: string) => kit.clock.moveTo(new Date(`${day}T15:00:00Z`))

describe('NOT-1 NOT-2: each fact becomes exactly one message', () => {
  test.each(told)('%s', async (_fact, sample) => {
    const person = world.person()
    await tell(world, person, sample)
    await kit.settle()
    const notices = await world.notices(person)
    expect(notices).toMatchObject([{ kind: sample.kind, state: 'sent', attempts: 1, code: 250 }])
    const sent = (await world.mailsTo(mailboxOf(sample, person))).at(-1)
    expect(sent?.subject).toBe(sample.subject)
    expect(sent?.messageId).toBe(`${notices[0]?.id}@program.example`)
    expect(sent?.text).toMatch(/^Certification Program\s+Hello Marisol Vega,/)
  })

  test.each(told.filter(([, { kind }]) => !decisions.has(kind)))(
    '%s told again says nothing twice',
    async (_fact, sample) => {
      const person = world.person()
      const data = await tell(world, person, sample)
      await kit.settle()
      await tellAgain(world, person, sample, data)
      await kit.settle()
      expect(await world.notices(person)).toHaveLength(1)
      const [notice] = await world.notices(person)
      expect(world.mail.taken.filter((mail) => mail.messageId.startsWith(notice!.id))).toHaveLength(
        1,
      )
    },
  )

  test.each(told.filter(([, { kind }]) => decisions.has(kind)))(
    'REN-20: %s is one mail for each time it happens, even on one day',
    async (_fact, sample) => {
      const person = world.person()
      const data = await tell(world, person, sample)
      await tellAgain(world, person, sample, data)
      await kit.settle()
      expect(await world.mailsTo(person.email)).toHaveLength(2)
    },
  )

  test.each(reminderKinds)('REN-16 REN-18: the fact %s, as %s', async (fact, kind, day) => {
    sixOClock(day)
    const person = world.person()
    await world.approaching(person, fact)
    await kit.settle()
    await world.approaching(person, fact)
    await kit.settle()
    expect(await world.notices(person)).toMatchObject([{ kind, state: 'sent' }])
    expect(await world.mailsTo(person.email)).toHaveLength(1)
    sixOClock('2026-10-02')
  })
})

describe('NOT-2: an event that a broker delivers again', () => {
  const contracts = {
    applications: applicationsEvents,
    payments: paymentsEvents,
    identity: identityEvents,
  }
  const never = new AbortController().signal

  test.each(told)('%s, with the same id, is known already', async (_fact, sample) => {
    const person = world.person()
    const data = { accountId: person.accountId, ...sample.data(person) }
    sample.prepare?.(world, data)
    const { source, topic } = contracts[sample.from]
    const envelope = {
      specversion: '1.0',
      id: randomUUID(),
      source,
      type: sample.fact,
      time: kit.clock.now().toISOString(),
      datacontenttype: 'application/json',
      partitionkey: person.accountId,
      data,
    }
    const delivery = { topic, key: person.accountId, envelope }
    const receivers = kit.service.messaging.receivers.filter(
      (one) => one.topic === topic && one.types.includes(sample.fact),
    )
    for (let time = 0; time < 3; time += 1)
      for (const receiver of receivers) await receiver.receive([delivery], never)
    await kit.settle()
    expect(await world.notices(person)).toMatchObject([{ kind: sample.kind, state: 'sent' }])
  })
})

describe('one for each occurrence', () => {
  test('NOT-2: a payment that fails on two days is two mails, twice on one day is one', async () => {
    const person = world.person()
    const data = await tell(world, person, failed)
    await tellAgain(world, person, failed, { ...data, totalCents: 16_000 })
    await tellAgain(world, person, failed, { ...data, failedOn: '2026-10-03' })
    await kit.settle()
    expect(await world.notices(person)).toHaveLength(2)
  })

  test('NOT-2: the same thing told five times at the same moment is one mail', async () => {
    const person = world.person()
    const data = receipt.data(person)
    await Promise.all(Array.from({ length: 5 }, () => tellAgain(world, person, receipt, data)))
    await kit.settle()
    expect(await world.notices(person)).toMatchObject([{ state: 'sent', attempts: 1 }])
    expect(await world.mailsTo(person.email)).toHaveLength(1)
  })

  test('NOT-2: the next term has reminders of its own', async () => {
    const person = world.person()
    await world.approaching(person, '90')
    await kit.settle()
    await world.approaching(person, '90', { term: 2 })
    await kit.settle()
    const kinds = (await world.notices(person)).map(({ kind }) => kind)
    expect(kinds).toEqual(['M-1', 'M-1'])
  })

  test('of two messages about two things each has an id of its own, and keeps it', async () => {
    const [one, other] = [world.person(), world.person()]
    for (const person of [one, other]) await tell(world, person, receipt)
    await tell(world, one, renewed)
    await kit.settle()
    const ids = [...(await world.notices(one)), ...(await world.notices(other))].map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    const went = world.mail.taken.filter(({ messageId }) => ids.includes(messageId.slice(0, 36)))
    expect(went).toHaveLength(3)
  })
})

describe('a mail on its way', () => {
  test('a server that puts it off gets it again under the same Message-ID', async () => {
    const person = world.person()
    let tries = 0
    world.mail.script = ({ stage, to }) => {
      if (stage !== 'BODY' || to !== person.email) return undefined
      tries += 1
      return tries < 3 ? '451 later' : undefined
    }
    await tell(world, person, receipt)
    await kit.waitFor('notice.sent', (event) => event.data.accountId === person.accountId)
    const ids = world.mail.arrived.filter((mail) => mail.to === person.email)
    expect(ids).toHaveLength(3)
    expect(new Set(ids.map((mail) => mail.messageId)).size).toBe(1)
    expect(await world.notices(person)).toMatchObject([{ state: 'sent', attempts: 3, code: 250 }])
  })

  test('it can be answered, comes from the program, and says that nobody wrote it by hand', async () => {
    const person = world.person({ language: 'es' })
    await tell(world, person, renewed)
    await kit.settle()
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.headers).toMatchObject({
      from: 'Certification Program <notices@program.example>',
      'reply-to': 'help@program.example',
      to: person.email,
      'auto-submitted': 'auto-generated',
      'content-language': 'es',
    })
    expect(mail?.subject).toBe('Su certificación está renovada')
    expect(mail?.text).toContain('Hola, Marisol Vega:')
    expect(mail?.html).toContain('<html lang="es">')
  })

  test('REN-18: only the extra reminders carry the header that stops them in one press', async () => {
    for (const [fact, kind, day] of reminderKinds) {
      sixOClock(day)
      const person = world.person()
      await world.approaching(person, fact)
      await kit.settle()
      const [mail] = await world.mailsTo(person.email)
      const stops = ['M-2', 'M-3', 'M-4', 'M-5'].includes(kind)
      expect('list-unsubscribe' in mail!.headers, kind).toBe(stops)
      if (!stops) continue
      const link = /https:\/\/certification\.example\/u\/[\w-]+/.exec(mail!.text)?.[0]
      expect(mail!.headers['list-unsubscribe']).toBe(`<${link}>`)
      expect(mail!.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    }
    sixOClock('2026-10-02')
    for (const sample of samples) {
      const person = world.person()
      await tell(world, person, sample)
      await kit.settle()
      const mail = (await world.mailsTo(mailboxOf(sample, person))).at(-1)
      expect(Object.keys(mail!.headers), sample.kind).not.toContain('list-unsubscribe')
    }
  })
})

describe('until when a renewal can be paid, in the mail about a payment that failed', () => {
  const said = async (person: Person, failedOn: string) => {
    await tell(world, person, failed, { failedOn })
    await kit.settle()
    return (await world.mailsTo(person.email)).at(-1)?.text ?? ''
  }
  const imported = (person: Person, expiresOn: string) =>
    world.fromApplications('certification.imported', person.accountId, {
      certificationId: person.certificationId,
      number: person.number,
      status: 'ACTIVE',
      expiresOn,
    })

  test('REN-3: through the expiration date', async () => {
    const person = world.person()
    await imported(person, '2026-12-31')
    expect(await said(person, '2026-10-02')).toContain('voucher by Thursday, December 31, 2026.')
  })

  test('REN-20: after it, through the twelve months for late renewals, and then no date at all', async () => {
    const person = world.person()
    await imported(person, '2026-09-30')
    expect(await said(person, '2026-10-02')).toContain('voucher by Thursday, September 30, 2027.')
    expect(await said(person, '2027-10-01')).toContain('another card or a voucher.')
  })

  test('without a date known, without a date', async () => {
    expect(await said(world.person(), '2026-10-02')).toContain('another card or a voucher.')
  })

  test('a renewal moves it, and an older fact that comes late does not move it back', async () => {
    const person = world.person()
    kit.clock.moveTo(new Date('2026-10-02T16:00:00Z'))
    await tell(world, person, renewed)
    kit.clock.moveTo(new Date('2026-10-02T15:00:00Z'))
    await imported(person, '2026-12-31')
    expect(await said(person, '2026-10-02')).toContain('by Sunday, December 31, 2028.')
  })
})

test('an account that is not there any more gets nothing, and nothing is kept waiting', async () => {
  const person = world.person()
  world.people.delete(person.accountId)
  await tell(world, person, receipt)
  await kit.settle()
  expect(await world.notices(person)).toMatchObject([{ state: 'withdrawn', why: 'erased' }])
  expect(await kit.published('notice.sent')).not.toContainEqual(
    expect.objectContaining({ key: person.accountId }),
  )
})
