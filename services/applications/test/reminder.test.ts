import { randomUUID } from 'node:crypto'
import { civilDate } from '@peercert/chassis/civil-date'
import { describe, expect, test } from 'vitest'
import { addDays } from '../src/rules/calendar.ts'
import { lateInReview, pay, type Person, withApplications } from './kit.ts'
import { lift, suspend } from './sanctions.ts'

const kit = withApplications('2026-09-15T19:00:00Z')

const run = async (day: string) => {
  kit.goTo(`${day} 06:00`)
  await kit.runJobs(civilDate(day))
}
const said = async (person: Person) =>
  (await kit.published('certification.expiry-approaching'))
    .filter((event) => event.key === person.accountId)
    .map(({ data }) => data)
const kinds = async (person: Person) => (await said(person)).map(({ kind }) => kind)
const days = (from: string, to: string) => {
  const all = [from]
  while ((all.at(-1) ?? to) < to) all.push(addDays(all.at(-1) ?? to, 1))
  return all
}

describe('the series of one term', () => {
  test('REN-16, REN-18, WX-1, WX-15: each on its day, once, across the clock change', async () => {
    kit.goTo('2026-09-15 12:00')
    const person = await kit.holder()
    const seen: [string, string][] = []
    for (const day of days('2026-10-01', '2027-01-09')) {
      const before = (await kinds(person)).length
      await run(day)
      for (const kind of (await kinds(person)).slice(before)) seen.push([day, kind])
    }
    expect(seen).toEqual([
      ['2026-10-02', '90'],
      ['2026-11-01', '60'],
      ['2026-12-01', '30'],
      ['2026-12-24', '7'],
      ['2026-12-31', '0'],
      ['2027-01-01', 'expired'],
    ])
    const [first] = await said(person)
    expect(first).toEqual({
      certificationId: (await kit.certification(person)).certificationId,
      accountId: person.accountId,
      number: person.number,
      term: 1,
      kind: '90',
      expiresOn: '2026-12-31',
      newExpiresOn: '2028-12-31',
      lateThrough: '2027-12-31',
      feeCents: 8000,
      lateTotalCents: 16_000,
      standsFor90: false,
    })
    const lines = await kit.history(person)
    expect(lines.filter((line) => line.code === 'reminder.queued')).toHaveLength(6)
    expect(lines.find((line) => line.facts.kind === '90')).toMatchObject({
      at: '2026-10-02T13:00:00.000Z',
      filter: 'mail',
      ruleIds: ['REN-16'],
    })
  }, 60_000)

  test('WX-88: 90 days before 2027-06-12 is the day the clocks go forward', async () => {
    kit.goTo('2027-03-01 12:00')
    const person = await kit.holder({ issuedOn: '2025-06-12', expiresOn: '2027-06-12' })
    await run('2027-03-13')
    expect(await kinds(person)).toEqual([])
    await run('2027-03-14')
    expect(await kinds(person)).toEqual(['90'])
  })

  test('CONV-4: 29 February', async () => {
    kit.goTo('2027-11-01 12:00')
    const person = await kit.holder({ issuedOn: '2026-02-28', expiresOn: '2028-02-29' })
    await run('2027-12-01')
    expect(await said(person)).toMatchObject([
      { kind: '90', newExpiresOn: '2030-02-28', lateThrough: '2029-02-28' },
    ])
  })

  test('REN-12, WX-10: the renewed get nothing more', async () => {
    kit.goTo('2026-09-15 12:00')
    const person = await kit.holder()
    kit.goTo('2026-11-10 14:00')
    await pay(kit, person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    const before = await kinds(person)
    for (const day of ['2026-12-02', '2026-12-25', '2027-01-10']) await run(day)
    expect(await kinds(person)).toEqual(before)
  })
})

describe('what was skipped', () => {
  test('REN-16, WX-11: nothing while suspended; one catch-up after it, which stands for the first', async () => {
    kit.goTo('2028-09-15 12:00')
    const person = await kit.holder({ issuedOn: '2026-12-31', expiresOn: '2028-12-31' })
    const id = await suspend(kit, person, '2028-10-02 05:00')
    await run('2028-10-02')
    await run('2028-11-09')
    expect(await kinds(person)).toEqual([])
    kit.goTo('2028-11-10 05:00')
    await lift(kit, person, id, '2028-11-10 05:00')
    await run('2028-11-10')
    expect(await said(person)).toMatchObject([{ kind: '60', standsFor90: true }])
    await run('2028-12-01')
    expect(await said(person)).toMatchObject([{ kind: '60' }, { kind: '30', standsFor90: false }])
    const { rows } = await kit.pool.query(
      `select r.kind, r.state from reminder r join certification c on c.id = r.certification_id
       where c.account_id = $1 order by r.kind desc`,
      [person.accountId],
    )
    expect(rows).toEqual([
      { kind: 90, state: 'superseded' },
      { kind: 60, state: 'queued' },
      { kind: 30, state: 'queued' },
    ])
  })

  test('WX-11: lifted after the run of that day, it comes the next', async () => {
    kit.goTo('2030-09-15 12:00')
    const person = await kit.holder({ issuedOn: '2028-12-31', expiresOn: '2030-12-31' })
    const id = await suspend(kit, person, '2030-10-02 05:00')
    await run('2030-11-10')
    await lift(kit, person, id, '2030-11-10 07:00')
    await run('2030-11-10')
    expect(await kinds(person)).toEqual([])
    await run('2030-11-11')
    expect(await kinds(person)).toEqual(['60'])
  })

  test('NOT-3, AMB-24: after an outage one run, the latest only', async () => {
    kit.goTo('2032-09-15 12:00')
    const person = await kit.holder({ issuedOn: '2030-12-31', expiresOn: '2032-12-31' })
    await run('2032-12-26')
    expect(await said(person)).toMatchObject([{ kind: '7', standsFor90: true }])
  })

  test('REN-18: the expired notice up to seven days late, then no more', async () => {
    kit.goTo('2034-09-15 12:00')
    const one = await kit.holder({ issuedOn: '2032-12-31', expiresOn: '2034-12-31' })
    const two = await kit.holder({ issuedOn: '2032-12-30', expiresOn: '2034-12-30' })
    await run('2035-01-08')
    expect(await kinds(one)).toEqual(['expired'])
    expect(await kinds(two)).toEqual([])
  })

  test('an imported holder gets the next one and is not flooded', async () => {
    kit.goTo('2036-11-10 12:00')
    const person = await kit.holder({ issuedOn: '2034-12-31', expiresOn: '2036-12-31' })
    await run('2036-11-11')
    expect(await kinds(person)).toEqual([])
    await run('2036-12-01')
    expect(await said(person)).toMatchObject([{ kind: '30', standsFor90: false }])
  })

  test('revoked and given up: never', async () => {
    kit.goTo('2038-09-15 12:00')
    const dates = { issuedOn: '2036-12-31', expiresOn: '2038-12-31' }
    const revoked = await kit.holder({ ...dates, status: 'REVOKED' })
    const surrendered = await kit.holder({ ...dates, status: 'SURRENDERED' })
    await run('2038-10-02')
    expect([await kinds(revoked), await kinds(surrendered)]).toEqual([[], []])
  })
})

describe('NOT-6: asked again before it is sent', () => {
  const ask = async (reminders: object[]) => {
    const token = await kit.serviceToken('notifications')
    const reply = await kit.client.post('/standing/reminders', { token, body: { reminders } })
    return reply.body.answers
  }

  test('the renewed, the suspended and those under review get nothing', async () => {
    kit.goTo('2046-10-02 12:00')
    const dates = { issuedOn: '2044-12-31', expiresOn: '2046-12-31' }
    const [plain, drafted, renewed, suspended] = [
      await kit.holder(dates),
      await kit.holder(dates),
      await kit.holder(dates),
      await kit.holder(dates),
    ]
    await kit.client.post('/me/renewal', { token: drafted.token })
    await pay(kit, renewed, { ...(await kit.ready(renewed)), at: '2046-10-02 12:01' })
    await suspend(kit, suspended, '2046-10-02 11:00')
    const ids = []
    for (const person of [plain, drafted, renewed, suspended])
      ids.push((await kit.certification(person)).certificationId)
    const reminders = ids.map((certificationId) => ({ certificationId, term: 1, kind: '90' }))
    const unknown = { certificationId: randomUUID(), term: 1, kind: '90' }
    expect(await ask([...reminders, unknown])).toEqual([
      { stands: true, drafted: false },
      { stands: true, drafted: true },
      { stands: false, drafted: false },
      { stands: false, drafted: false },
      { stands: false, drafted: false },
    ])
  })

  test('an extra reminder that a later one has overtaken is not sent', async () => {
    kit.goTo('2048-06-01 12:00')
    const person = await kit.holder({ issuedOn: '2046-12-31', expiresOn: '2048-12-31' })
    for (const day of ['2048-10-02', '2048-11-01', '2048-12-01']) await run(day)
    const { certificationId } = await kit.certification(person)
    const reminder = (kind: string) => ({ certificationId, term: 1, kind })
    expect(await ask([reminder('90'), reminder('60'), reminder('30')])).toMatchObject([
      { stands: true },
      { stands: false },
      { stands: true },
    ])
  })

  test('nobody is told "expired" whose late renewal lies with the staff', async () => {
    const { person } = await lateInReview(kit)
    const { certificationId } = await kit.certification(person)
    kit.goTo('2027-01-02 12:00')
    expect(await ask([{ certificationId, term: 1, kind: 'expired' }])).toMatchObject([
      { stands: false },
    ])
  })
})
