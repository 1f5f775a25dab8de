import { describe, expect, test } from 'vitest'
import { instant, pay, type Person, withApplications } from './kit.ts'
import { lift, suspend } from './sanctions.ts'

const kit = withApplications()

const finance = async (subject: string) => {
  const token = await kit.staff('finance', subject)
  return {
    propose: (person: Person, body: object) =>
      kit.client.post(`/staff/accounts/${person.accountId}/late-fee-waivers`, { token, body }),
    decide: (waiverId: string, approve = true) =>
      kit.client.post(`/staff/late-fee-waivers/${waiverId}/decision`, {
        token,
        body: { approve, reason: 'I looked at it' },
      }),
    open: async () => (await kit.client.get('/staff/late-fee-waivers', { token })).body.waivers,
    declare: (numbers: string[]) =>
      kit.client.put('/staff/declared-numbers', { token, body: { numbers } }),
  }
}
const reason = 'the suspension ended after the date'
const ended = { ground: 'suspension-ended-after-expiration', reason }

/** Suspended over the expiration of 2026-12-31, lifted on 2027-02-01. */
const lifted = async () => {
  kit.goTo('2026-12-01 10:00')
  const person = await kit.holder()
  const id = await suspend(kit, person, '2026-12-01 09:00')
  kit.goTo('2027-02-01 10:00')
  await lift(kit, person, id, '2027-02-01 09:00')
  return person
}

describe('REN-24: the late fee is waived by two people from finance', () => {
  test('proposed by one, approved by another, usable for three days', async () => {
    const person = await lifted()
    const [ann, bo] = [await finance('ann'), await finance('bo')]
    const proposed = await ann.propose(person, ended)
    expect(proposed.status).toBe(201)
    expect(proposed.body).toMatchObject({
      state: 'proposed',
      proposedBy: 'ann',
      number: person.number,
    })
    const { waiverId } = proposed.body
    expect((await bo.open()).map((each: { waiverId: string }) => each.waiverId)).toContain(waiverId)
    expect((await ann.propose(person, ended)).body).toMatchObject({
      type: 'waiver-not-possible',
      because: 'proposed-already',
    })
    expect((await ann.decide(waiverId)).body.type).toBe('second-person-needed')
    const approved = await bo.decide(waiverId)
    expect(approved.body).toMatchObject({
      state: 'approved',
      decidedBy: 'bo',
      usableThrough: '2027-02-04',
    })
    expect((await bo.decide(waiverId)).body.type).toBe('waiver-decided')
    expect((await kit.history(person)).slice(0, 2)).toMatchObject([
      { code: 'waiver.approved', filter: 'money', actor: { subject: 'bo', role: 'finance' } },
      { code: 'waiver.proposed', actor: { subject: 'ann' }, reason },
    ])

    kit.goTo('2027-02-04 09:00')
    const { renewalId, feeRequestId } = await kit.ready(person)
    expect(kit.payments.requests.at(-1)?.body.fees[1]).toMatchObject({
      feeCode: 'LATE_RENEWAL',
      waiver: { waiverId },
    })
    const path = `/staff/accounts/${person.accountId}/certification`
    const desk = await kit.client.get(path, { token: await kit.staff('reviewer') })
    expect(desk.body.renewal.lateFeeWaived).toBe(true)
    const paid = { renewalId, feeRequestId, at: '2027-02-04 09:05', late: true, waived: true }
    await pay(kit, person, paid)
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'in-review',
      paid: { totalCents: 8000 },
    })
  })

  test('over after three days: the pay box that stayed open is told', async () => {
    const person = await lifted()
    const [ann, bo] = [await finance('ann'), await finance('bo')]
    const { body } = await ann.propose(person, ended)
    await bo.decide(body.waiverId)
    kit.goTo('2027-02-04 09:00')
    const { feeRequestId } = await kit.ready(person)
    const check = async (at: string) => {
      const token = await kit.serviceToken('payments')
      const checks = [{ feeRequestId, at: instant(at).toISOString() }]
      return (await kit.client.post('/standing/renewals', { token, body: { checks } })).body
        .answers[0]
    }
    expect(await check('2027-02-04 23:59:59')).toEqual({ feeRequestId, stands: true })
    expect(await check('2027-02-05 00:00')).toEqual({
      feeRequestId,
      stands: false,
      reason: 'WAIVER_ENDED',
    })
    kit.goTo('2027-02-05 09:00')
    await kit.client.post('/me/renewal/checkout', {
      token: person.token,
      body: { stillTrue: true },
    })
    expect(kit.payments.requests.at(-1)?.body.fees[1]).not.toHaveProperty('waiver')
    expect(await check('2027-02-05 09:05')).toMatchObject({ stands: true })
  })

  test('declined it waives nothing, and may be proposed again', async () => {
    const person = await lifted()
    const [ann, bo] = [await finance('ann'), await finance('bo')]
    const { body } = await ann.propose(person, ended)
    expect((await bo.decide(body.waiverId, false)).body).toMatchObject({ state: 'declined' })
    expect((await bo.propose(person, ended)).status).toBe(201)
  })

  test('WVR-12: not after payment, judged again when it is decided', async () => {
    const person = await lifted()
    const [ann, bo] = [await finance('ann'), await finance('bo')]
    const { body } = await ann.propose(person, ended)
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2027-02-01 10:05', late: true })
    expect((await bo.decide(body.waiverId)).body).toMatchObject({
      type: 'waiver-not-possible',
      because: 'paid',
    })
    expect((await bo.decide(body.waiverId, false)).body.state).toBe('declined')
  })

  test('ROLE-12: not for one’s own or a relative’s number', async () => {
    const person = await lifted()
    const [ann, bo, cy] = [await finance('ann-2'), await finance('bo-2'), await finance('cy-2')]
    await ann.declare([person.number])
    await cy.declare([person.number])
    expect((await ann.propose(person, ended)).body.type).toBe('conflict-of-interest')
    const { body } = await bo.propose(person, ended)
    expect((await cy.decide(body.waiverId)).body.type).toBe('conflict-of-interest')
  })

  test('not where there is no ground, and not for nobody', async () => {
    kit.goTo('2027-02-01 10:00')
    const person = await kit.holder()
    const ann = await finance('ann')
    expect((await ann.propose(person, ended)).body).toMatchObject({
      type: 'waiver-not-possible',
      because: 'no-suspension-over-expiration',
    })
    const nobody = { ...person, accountId: crypto.randomUUID() }
    expect((await ann.propose(nobody, ended)).status).toBe(404)
    expect((await ann.decide(crypto.randomUUID())).status).toBe(404)
  })
})

describe('section 6: our payments failed on the last day', () => {
  const outage = {
    ground: 'our-outage',
    reason: 'cards did not work all evening',
    outageFrom: instant('2026-12-31 20:00').toISOString(),
    outageTo: instant('2027-01-01 00:00').toISOString(),
  }

  test('somebody who logged in that day, without a form', async () => {
    kit.goTo('2026-12-31 21:00')
    const person = await kit.holder()
    await kit.certification(person)
    kit.goTo('2027-01-04 09:00')
    const ann = await finance('ann')
    const { body } = await ann.propose(person, outage)
    expect(body).toMatchObject({ state: 'proposed', outageFrom: outage.outageFrom })
    const approved = await (await finance('bo')).decide(body.waiverId)
    expect(approved.body.usableThrough).toBe('2027-01-07')
    expect((await kit.certification(person)).expiresOn).toBe('2026-12-31')
  })

  test('not somebody who was not there', async () => {
    kit.goTo('2026-12-30 21:00')
    const person = await kit.holder()
    await kit.certification(person)
    kit.goTo('2027-01-04 09:00')
    const reply = await (await finance('ann')).propose(person, outage)
    expect(reply.body).toMatchObject({ because: 'not-here-on-last-day' })
  })
})
