import { describe, expect, test } from 'vitest'
import { type Person, withWorld } from './kit.ts'
import { renewed, tell } from './samples.ts'

const world = withWorld()
const { kit } = world

const on = (day: string) => kit.clock.moveTo(new Date(`${day}T15:00:00Z`))
const subjectsTo = async (person: Person) =>
  (await world.mailsTo(person.email)).map(({ subject }) => subject)
const statesOf = async (person: Person) =>
  Object.fromEntries((await world.notices(person)).map(({ kind, state }) => [kind, state]))
const whysOf = async (person: Person) =>
  Object.fromEntries((await world.notices(person)).map(({ kind, why }) => [kind, why]))
const canRenew = 'You can renew your certification now'

/** A person who has switched the extra reminders off. */
async function unsubscribed(): Promise<{ person: Person; token: string }> {
  const made = await world.signedIn()
  const { status } = await kit.client.put('/me/reminders', {
    token: made.token,
    body: { on: false },
  })
  expect(status).toBe(200)
  return made
}

describe('REN-16: the 90-day notice', () => {
  test('goes to the address on file, in the language of the person, on the day', async () => {
    on('2026-10-02')
    const person = world.person({ language: 'es' })
    await world.approaching(person, '90')
    await kit.settle()
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.subject).toBe('Ya puede renovar su certificación')
    expect(mail?.text).toContain(
      `Su certificación ${person.number} vence el jueves 31 de diciembre`,
    )
    expect(mail?.text).toContain('cuesta $80.00')
  })

  test('goes although the person switched the reminders off, and cannot be switched off', async () => {
    on('2026-10-02')
    const { person } = await unsubscribed()
    await world.approaching(person, '90')
    await kit.settle()
    expect(await subjectsTo(person)).toEqual([canRenew])
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.text).not.toContain('/u/')
  })

  test('that was never sent is made up for by the next one, which unsubscribing does not stop', async () => {
    on('2026-11-01')
    const { person } = await unsubscribed()
    await world.approaching(person, '60', { standsFor90: true })
    await kit.settle()
    expect(await subjectsTo(person)).toEqual(['60 days left to renew your certification'])
  })

  test('that waits beside a later one gives way to it, and the later one goes in its stead', async () => {
    on('2026-11-01')
    const { person } = await unsubscribed()
    const release = await world.hold()
    await world.approaching(person, '90')
    await world.approaching(person, '60')
    await release()
    expect(await statesOf(person)).toEqual({ 'M-1': 'superseded', 'M-2': 'sent' })
  })

  test('is made up for once: unsubscribing stops what comes after', async () => {
    on('2026-11-01')
    const { person } = await unsubscribed()
    const release = await world.hold()
    await world.approaching(person, '90')
    await world.approaching(person, '60')
    await release()
    on('2026-12-01')
    await world.approaching(person, '30')
    await kit.settle()
    expect(await statesOf(person)).toMatchObject({ 'M-2': 'sent', 'M-3': 'withdrawn' })
    expect(await whysOf(person)).toMatchObject({ 'M-3': 'switched-off' })
  })
})

describe('REN-17: the notice is a courtesy', () => {
  test('when it does not arrive, nothing but itself changes: the next one says the same dates', async () => {
    on('2026-10-02')
    const person = world.person()
    world.mail.script = ({ stage, to }) =>
      stage === 'BODY' && to === person.email ? '554 no' : undefined
    await world.approaching(person, '90')
    await kit.settle()
    expect(await statesOf(person)).toEqual({ 'M-1': 'bounced' })
    world.mail.script = () => undefined
    on('2026-11-01')
    await world.approaching(person, '60')
    await kit.settle()
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.text).toContain('expires on Thursday, December 31, 2026')
    const said = (await kit.published()).filter((event) => event.key === person.accountId)
    expect(said.map(({ type }) => type)).toEqual(['notice.bounced', 'notice.sent'])
  })
})

describe('REN-18: the extra reminders', () => {
  test.each([
    ['60', '2026-11-01', '60 days left to renew your certification'],
    ['30', '2026-12-01', '30 days left to renew your certification'],
    ['7', '2026-12-24', '7 days left: your certification expires December 31'],
    ['0', '2026-12-31', 'Today is the last day to renew your certification'],
  ])(
    '%s days before, on %s, and not for those who switched them off',
    async (kind, day, subject) => {
      on(day)
      const [wants, { person: doesNot }] = [world.person(), await unsubscribed()]
      for (const person of [wants, doesNot]) await world.approaching(person, kind)
      await kit.settle()
      expect(await subjectsTo(wants)).toEqual([subject])
      expect(await subjectsTo(doesNot)).toEqual([])
      expect(Object.values(await whysOf(doesNot))).toEqual(['switched-off'])
    },
  )

  test('switched off while one waits: it does not go; on again: the next one does', async () => {
    on('2026-11-01')
    const { person, token } = await world.signedIn()
    const release = await world.hold()
    await world.approaching(person, '60')
    await kit.client.put('/me/reminders', { token, body: { on: false } })
    await release()
    expect(await statesOf(person)).toEqual({ 'M-2': 'withdrawn' })
    await kit.client.put('/me/reminders', { token, body: { on: true } })
    on('2026-12-01')
    await world.approaching(person, '30')
    await kit.settle()
    expect(await statesOf(person)).toEqual({ 'M-2': 'withdrawn', 'M-3': 'sent' })
  })

  test('renewed while one waits: it does not go, and the confirmation does', async () => {
    on('2026-12-01')
    const person = world.person()
    world.standing = ({ certificationId }) => ({
      stands: certificationId !== person.certificationId,
      drafted: false,
    })
    await world.approaching(person, '30')
    await tell(world, person, renewed)
    await kit.settle()
    expect(await statesOf(person)).toEqual({ 'M-3': 'withdrawn', 'M-6': 'sent' })
    expect(await whysOf(person)).toMatchObject({ 'M-3': 'does-not-stand' })
    expect(await subjectsTo(person)).toEqual(['Your certification is renewed'])
  })

  test('a draft under way adds its sentence to the extra ones, and not to the first notice', async () => {
    on('2026-11-01')
    world.standing = () => ({ stands: true, drafted: true })
    const [first, extra] = [world.person(), world.person({ language: 'es' })]
    await world.approaching(first, '90')
    await world.approaching(extra, '60')
    await kit.settle()
    const [notice] = await world.mailsTo(first.email)
    const [reminder] = await world.mailsTo(extra.email)
    expect(notice?.text).not.toContain('You have started')
    expect(reminder?.text).toContain('Usted ya comenzó; lo que escribió está guardado.')
  })

  test('the notice that it expired reports a status: it goes although they are switched off', async () => {
    on('2027-01-01')
    const { person } = await unsubscribed()
    await world.approaching(person, 'expired')
    await kit.settle()
    expect(await subjectsTo(person)).toEqual(['Your certification expired on December 31, 2026'])
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.text).toContain('It costs $160.00')
    expect(mail?.text).toContain('through December 31, 2027')
  })
})

describe('NOT-3: never two of the series on one day', () => {
  test('of two that wait, only the later goes', async () => {
    on('2026-12-24')
    const person = world.person()
    const release = await world.hold()
    await world.approaching(person, '30')
    await world.approaching(person, '7')
    await release()
    expect(await statesOf(person)).toEqual({ 'M-3': 'superseded', 'M-4': 'sent' })
    expect(await whysOf(person)).toMatchObject({ 'M-3': 'later-reminder' })
    expect(await subjectsTo(person)).toHaveLength(1)
  })

  test('one that comes after another of the same day does not go, on the next day it does', async () => {
    on('2026-12-24')
    const [today, tomorrow] = [world.person(), world.person()]
    for (const person of [today, tomorrow]) await world.approaching(person, '30')
    await kit.settle()
    await world.approaching(today, '7')
    await kit.settle()
    expect(await statesOf(today)).toEqual({ 'M-3': 'sent', 'M-4': 'superseded' })
    // The day ends at midnight in California, which is eight in the morning in UTC.
    kit.clock.moveTo(new Date('2026-12-25T08:00:00Z'))
    await world.approaching(tomorrow, '7')
    await kit.settle()
    expect(await statesOf(tomorrow)).toEqual({ 'M-3': 'sent', 'M-4': 'sent' })
  })

  test('a minute before midnight it is still the same day', async () => {
    on('2026-12-24')
    const person = world.person()
    await world.approaching(person, '30')
    await kit.settle()
    kit.clock.moveTo(new Date('2026-12-25T07:59:00Z'))
    await world.approaching(person, '7')
    await kit.settle()
    expect(await statesOf(person)).toEqual({ 'M-3': 'sent', 'M-4': 'superseded' })
  })

  test('another term of the same person is another series', async () => {
    on('2026-12-24')
    const person = world.person()
    await world.approaching(person, '30')
    await kit.settle()
    await world.approaching(person, '7', { term: 2 })
    await kit.settle()
    expect(await statesOf(person)).toEqual({ 'M-3': 'sent', 'M-4': 'sent' })
  })
})

describe('NOT-6: looked at again in the moment before it is sent', () => {
  test('applications is asked about exactly the reminders of the round, with term and kind', async () => {
    on('2026-12-01')
    const person = world.person()
    const asked: unknown[] = []
    world.standing = (question) => {
      asked.push(question)
      return { stands: true, drafted: false }
    }
    await world.approaching(person, '30', { term: 3 })
    await tell(world, person, renewed)
    await kit.settle()
    const { certificationId } = person
    expect(asked).toEqual([{ certificationId, term: 3, kind: '30' }])
  })

  test.each(['90', '60', 'expired'])('%s: one that no longer stands does not go', async (kind) => {
    on('2026-11-01')
    const person = world.person()
    world.standing = () => ({ stands: false, drafted: false })
    await world.approaching(person, kind)
    await kit.settle()
    expect(await subjectsTo(person)).toEqual([])
    expect(Object.values(await whysOf(person))).toEqual(['does-not-stand'])
  })

  test('while applications does not answer nothing goes, and nothing is lost', async () => {
    on('2026-11-01')
    const person = world.person()
    const asked = world.applications.requests.length
    const back = world.applications.answer('POST /standing/reminders', () => ({ status: 503 }))
    await world.approaching(person, '60')
    await expect.poll(() => world.applications.requests.length).toBeGreaterThan(asked)
    expect(await statesOf(person)).toEqual({ 'M-2': 'queued' })
    back()
    await kit.waitFor('notice.sent', (event) => event.key === person.accountId)
    expect(await statesOf(person)).toEqual({ 'M-2': 'sent' })
  })

  test('the days in a subject are those of the day on which it goes', async () => {
    on('2026-12-24')
    const person = world.person()
    const release = await world.hold()
    await world.approaching(person, '7')
    on('2026-12-30')
    await release()
    expect(await subjectsTo(person)).toEqual(['1 day left: your certification expires December 31'])
  })

  test('one that was held up over its day is not said any more', async () => {
    on('2026-12-24')
    const [late, over] = [world.person(), world.person()]
    const release = await world.hold()
    await world.approaching(late, '7')
    await world.approaching(over, '0')
    on('2026-12-31')
    await release()
    expect(await statesOf(late)).toEqual({ 'M-4': 'superseded' })
    expect(await statesOf(over)).toEqual({ 'M-5': 'sent' })
    on('2027-01-01')
    const missed = world.person()
    await world.approaching(missed, '0')
    await kit.settle()
    expect(await whysOf(missed)).toEqual({ 'M-5': 'day-has-passed' })
  })
})
