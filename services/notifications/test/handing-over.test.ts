import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withWorld } from './kit.ts'

const world = withWorld()
const { kit } = world

describe('a mail that the server puts off', () => {
  test('N-25: is tried again with pauses, sent once, and every try is counted', async () => {
    const person = world.person()
    let tries = 0
    world.mail.script = ({ stage, to }) => {
      if (stage !== 'RCPT' || to !== person.email) return undefined
      tries += 1
      return tries < 4 ? '451 come back later' : undefined
    }
    await world.approaching(person, '90')
    await kit.waitFor('notice.sent', ({ key }) => key === person.accountId)
    const [notice] = await world.notices(person)
    expect(notice).toMatchObject({ state: 'sent', attempts: 4, code: 250 })
    expect(tries).toBe(4)
    expect(await world.mailsTo(person.email)).toHaveLength(1)
  })

  test('F-14: after the final dot it may come twice; both are one message', async () => {
    const person = world.person()
    let first = true
    world.mail.script = ({ stage, to }) => {
      if (stage !== 'BODY' || to !== person.email || !first) return undefined
      first = false
      return 'close'
    }
    await world.approaching(person, '90')
    await kit.waitFor('notice.sent', ({ key }) => key === person.accountId)
    const arrived = world.mail.arrived.filter(({ to }) => to === person.email)
    expect(arrived).toHaveLength(2)
    expect(new Set(arrived.map(({ messageId }) => messageId)).size).toBe(1)
    expect(
      await kit
        .published('notice.sent')
        .then((all) => all.filter(({ key }) => key === person.accountId)),
    ).toHaveLength(1)
  })
})

test('pages of those who got a mail look again, and so does the desk', async () => {
  const people = [world.person(), world.person()]
  const heard: string[] = []
  const stops = ['account', 'work'].map((topic) =>
    kit.signals.on(topic, (subject) => heard.push(subject)),
  )
  for (const person of people) await world.approaching(person, '90')
  const wanted = [...people.map(({ accountId }) => accountId), 'notice.sent']
  await expect.poll(() => heard, { timeout: 20_000 }).toEqual(expect.arrayContaining(wanted))
  for (const stop of stops) stop()
})

describe('who goes first', () => {
  const slow = withWorld({ config: { MAILS_PER_SECOND: '4', ROUND_SIZE: '50' } })

  test('service mail does not wait behind reminders', async () => {
    const people = Array.from({ length: 12 }, () => slow.person())
    for (const person of people) await slow.approaching(person, '90')
    const renewed = slow.person()
    const { certificationId, number, accountId } = renewed
    await slow.fromApplications('renewal.completed', accountId, {
      renewalId: randomUUID(),
      certificationId,
      number,
      term: 2,
      renewedOn: '2026-10-02',
      previousExpiresOn: '2026-12-31',
      expiresOn: '2028-12-31',
      keepRecordsUntil: '2028-10-02',
      verificationUrl: 'https://certification.example/v/x',
    })
    await slow.kit.waitFor('notice.sent', ({ key }) => key === accountId)
    const before = slow.mail.taken.findIndex(({ to }) => to === renewed.email)
    expect(before).toBeLessThan(people.length - 2)
    await slow.kit.settle()
    expect(slow.mail.taken).toHaveLength(people.length + 1)
  })
})
