import { operationsOf } from '@peercert/chassis/operations'
import { api } from '@peercert/contracts/applications'
import { describe, expect, test } from 'vitest'
import { pay, withApplications } from './kit.ts'
import { suspend } from './sanctions.ts'

const kit = withApplications()

const published = async (type: string, accountId: string) =>
  (await kit.published(type)).filter((event) => event.key === accountId)

describe('when renewal may begin', () => {
  test('REN-2, REN-19, WX-2: a second before the window it is refused with the opening date', async () => {
    kit.goTo('2026-10-01 23:59:59')
    const person = await kit.holder()
    const reply = await kit.client.post('/me/renewal', { token: person.token })
    expect(reply.status).toBe(409)
    expect(reply.body).toMatchObject({ type: 'window-not-open', opensOn: '2026-10-02' })
    expect(await kit.renewal(person)).toMatchObject({
      possible: false,
      refusal: { code: 'WINDOW_NOT_OPEN', opensOn: '2026-10-02' },
      renewal: null,
    })
    expect((await kit.certification(person)).standing.state).toBe('window-not-open')
  })

  test('WX-3: a second after it opened, renewed until 2028-12-31', async () => {
    kit.goTo('2026-10-02 00:00:01')
    const person = await kit.holder()
    expect((await kit.certification(person)).standing.state).toBe('just-opened')
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2026-10-02 00:00:01' })
    expect((await kit.certification(person)).expiresOn).toBe('2028-12-31')
  })

  test('WX-88: the window that opens on the day the clocks go forward, at 00:00', async () => {
    kit.goTo('2027-03-13 23:59:59')
    const person = await kit.holder({ issuedOn: '2025-06-12', expiresOn: '2027-06-12' })
    expect((await kit.renewal(person)).refusal).toEqual({
      code: 'WINDOW_NOT_OPEN',
      opensOn: '2027-03-14',
    })
    kit.goTo('2027-03-14 00:00')
    expect(kit.clock.now().toISOString()).toBe('2027-03-14T08:00:00.000Z')
    expect(await kit.renewal(person)).toMatchObject({ possible: true })
  })

  test('WX-6: expiring on 2027-03-01 it opens on 2026-12-01', async () => {
    kit.goTo('2026-11-30 12:00')
    const person = await kit.holder({ issuedOn: '2025-03-01', expiresOn: '2027-03-01' })
    expect((await kit.certification(person)).standing.facts.windowOpensOn).toBe('2026-12-01')
  })
})

describe('what a renewal asks, and does not', () => {
  const operations = operationsOf(api)

  test('REN-5: it is done online, by the holder; nobody else can start, sign, pay or send it', () => {
    const steps = ['startRenewal', 'saveRenewal', 'signRenewal', 'checkOut', 'submitAgain']
    for (const step of steps)
      expect(operations.find(({ id }) => id === step)?.roles).toEqual(['peer'])
  })

  test('REN-8: no step takes a file or the list of courses', () => {
    for (const step of ['saveRenewal', 'signRenewal', 'checkOut']) {
      const operation = operations.find(({ id }) => id === step)
      expect(JSON.stringify(operation?.body?.schema)).not.toMatch(
        /course|evidence|file|proof|minutes/i,
      )
    }
  })

  test('REN-17: who got no reminder has the same dates and duties', async () => {
    kit.goTo('2026-12-31 23:59')
    const person = await kit.holder()
    expect(await kit.published('certification.expiry-approaching')).toEqual([])
    expect((await kit.certification(person)).status).toBe('ACTIVE')
    kit.goTo('2027-01-01 00:00')
    expect(await kit.certification(person)).toMatchObject({
      status: 'EXPIRED',
      standing: { state: 'expired', facts: { lateTotalCents: 16_000, lateThrough: '2027-12-31' } },
    })
  })

  test('REN-27: the information says what it costs, what is needed and until when', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    expect((await kit.renewal(person)).information).toEqual({
      late: false,
      expiresOn: '2026-12-31',
      newExpiresOn: '2028-12-31',
      lateThrough: '2027-12-31',
      feeCents: 8000,
      lateFeeCents: 8000,
      totalCents: 8000,
      ceHours: 20,
      ceEthicsHours: 6,
      ceFrom: '2024-12-31',
      ceTo: '2026-11-06',
      retentionYears: 2,
      responseDays: 10,
      reviewDays: 30,
    })
    kit.goTo('2027-03-01 10:00')
    expect((await kit.renewal(person)).information).toMatchObject({
      late: true,
      totalCents: 16_000,
      ceFrom: '2025-03-01',
      ceTo: '2027-03-01',
    })
  })
})

describe('a renewal in time', () => {
  test('REN-10, REN-11, CRT-6, CE-21: the payment completes and everything is there at once', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2026-11-10 14:13' })

    const certification = await kit.certification(person)
    expect(certification).toMatchObject({
      status: 'ACTIVE',
      firstIssuedOn: '2024-12-31',
      effectiveOn: '2026-11-10',
      expiresOn: '2028-12-31',
      certificates: [
        { term: 2, expiresOn: '2028-12-31', replaced: false },
        { term: 1, expiresOn: '2026-12-31', replaced: true },
      ],
    })
    expect(certification.standing).toMatchObject({
      state: 'renewed',
      facts: {
        badge: 'active-renewed',
        renewedOn: '2026-11-10',
        keepRecordsUntil: '2028-11-10',
        nextWindowOpensOn: '2028-10-02',
      },
    })
    const [said] = await published('renewal.completed', person.accountId)
    expect(said?.data).toEqual({
      renewalId: paid.renewalId,
      certificationId: certification.certificationId,
      accountId: person.accountId,
      number: person.number,
      term: 2,
      renewedOn: '2026-11-10',
      previousExpiresOn: '2026-12-31',
      expiresOn: '2028-12-31',
      keepRecordsUntil: '2028-11-10',
      verificationUrl: certification.verificationUrl,
    })
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'completed',
      late: false,
      feePaid: false,
      completedOn: '2026-11-10',
      newExpiresOn: '2028-12-31',
      paid: { totalCents: 8000, receiptNumber: 'R-2026-004417' },
    })
  })

  test('CONV-10, REN-14: the history says who, what and by which rules', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    await pay(kit, person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    const lines = await kit.history(person)
    expect(lines.map((line) => line.code)).toEqual([
      'renewal.completed',
      'renewal.signed',
      'renewal.started',
      'certification.imported',
    ])
    expect(lines[0]).toMatchObject({
      filter: 'status',
      actor: { kind: 'system' },
      ruleIds: ['REN-10', 'REN-11', 'REN-13'],
      facts: { previousExpiresOn: '2026-12-31', expiresOn: '2028-12-31', totalCents: 8000 },
    })
    expect(lines[1]).toMatchObject({ filter: 'signature', actor: { kind: 'person' } })
  })

  test('REN-12, WX-10: a second attempt is refused with the next window', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    await pay(kit, person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    kit.goTo('2026-11-11 09:00')
    const reply = await kit.client.post('/me/renewal', { token: person.token })
    expect(reply.body).toMatchObject({ type: 'already-renewed', opensOn: '2028-10-02' })
    kit.goTo('2028-10-02 09:00')
    expect(await kit.renewal(person)).toMatchObject({ possible: true, renewal: null })
  })

  test('CONV-4, WX-8: from 29 February to 28 February', async () => {
    kit.goTo('2028-02-29 12:00')
    const person = await kit.holder({ issuedOn: '2026-02-28', expiresOn: '2028-02-29' })
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2028-02-29 12:10' })
    expect((await kit.certification(person)).expiresOn).toBe('2030-02-28')
  })

  test.each([
    ['2026-11-01 00:30', 'the day the clocks go back'],
    ['2026-12-31 23:59:59', 'the last second'],
  ])('CONV-5: paid at %s, %s', async (at) => {
    kit.goTo('2026-10-31 12:00')
    const person = await kit.holder()
    kit.goTo(at)
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at })
    expect((await kit.certification(person)).expiresOn).toBe('2028-12-31')
  })
})

describe('the instant of Pay decides', () => {
  test('REN-13, PAY-6: pressed before midnight, answered after it, is on time', async () => {
    kit.goTo('2026-12-31 23:50')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    kit.goTo('2027-01-01 00:07')
    expect((await kit.certification(person)).status).toBe('EXPIRED')
    await pay(kit, person, { ...paid, at: '2026-12-31 23:59:59' })
    expect(await kit.certification(person)).toMatchObject({
      status: 'ACTIVE',
      expiresOn: '2028-12-31',
      standing: {
        state: 'renewed',
        facts: { renewedOn: '2026-12-31', keepRecordsUntil: '2028-12-31' },
      },
    })
  })

  test('REN-13: suspended after the press, renewed all the same and still suspended', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    await suspend(kit, person, '2026-11-10 14:14')
    kit.goTo('2026-11-10 14:20')
    await pay(kit, person, { ...paid, at: '2026-11-10 14:13' })
    expect(await kit.certification(person)).toMatchObject({
      status: 'SUSPENDED',
      expiresOn: '2028-12-31',
    })
  })
})
