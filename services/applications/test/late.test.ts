import { describe, expect, test } from 'vitest'
import { lateInReview, pay, type Person, withApplications } from './kit.ts'
import { lift, suspend } from './sanctions.ts'

const kit = withApplications()

const reviews = async (subject = 'dana') => {
  const token = await kit.staff('reviewer', subject)
  return {
    token,
    post: (renewalId: string, what: string, body: object) =>
      kit.client.post(`/staff/late-reviews/${renewalId}/${what}`, { token, body }),
    get: async (renewalId: string) =>
      (await kit.client.get(`/staff/late-reviews/${renewalId}`, { token })).body,
    row: async (renewalId: string) =>
      (await kit.client.get('/staff/late-reviews', { token })).body.reviews.find(
        (review: { renewalId: string }) => review.renewalId === renewalId,
      ),
  }
}
const published = async (type: string, person: Person) =>
  (await kit.published(type)).filter((event) => event.key === person.accountId)

const sentence = { en: 'Please tell us more about it.', es: 'Por favor díganos más sobre esto.' }

describe('late renewal', () => {
  test('REN-13, WX-5: opened before midnight and paid after it goes to the staff', async () => {
    kit.goTo('2026-12-31 23:50')
    const person = await kit.holder()
    await kit.client.post('/me/renewal', { token: person.token })
    kit.goTo('2027-01-01 00:00:05')
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2027-01-01 00:00:05', late: true })
    expect(await kit.certification(person)).toMatchObject({
      status: 'EXPIRED',
      expiresOn: '2026-12-31',
      standing: {
        state: 'late-in-review',
        facts: { decideBy: '2027-01-31', badge: 'expired-in-review' },
      },
    })
  })

  test('REN-20, REN-21, WX-16: paid 2027-03-01, approved 2027-03-10, valid through 2028-12-31', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const [said] = await published('renewal.late-submitted', person)
    expect(said?.data).toMatchObject({
      submittedOn: '2027-03-01',
      decideBy: '2027-03-31',
      totalCents: 16_000,
      again: false,
    })
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'in-review',
      late: true,
      ceFrom: '2025-03-01',
      ceTo: '2027-03-01',
      newExpiresOn: '2028-12-31',
      decideBy: '2027-03-31',
      overdue: false,
    })

    kit.goTo('2027-03-10 11:00')
    const dana = await reviews()
    const reply = await dana.post(renewalId, 'approval', { reason: 'all six checks are met' })
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({
      state: 'approved',
      activeFrom: '2027-03-10',
      newExpiresOn: '2028-12-31',
    })
    expect(await kit.certification(person)).toMatchObject({
      status: 'ACTIVE',
      effectiveOn: '2027-03-10',
      expiresOn: '2028-12-31',
      standing: {
        state: 'renewed',
        facts: { renewedOn: '2027-03-10', keepRecordsUntil: '2029-03-10' },
      },
    })
    const [approved] = await published('renewal.late-approved', person)
    expect(approved?.data).toMatchObject({
      term: 2,
      activeFrom: '2027-03-10',
      previousExpiresOn: '2026-12-31',
      expiresOn: '2028-12-31',
      keepRecordsUntil: '2029-03-10',
    })
    const [changed] = await published('certification.status-changed', person)
    expect(changed?.data).toMatchObject({ from: 'EXPIRED', to: 'ACTIVE' })
    expect((await kit.history(person))[0]).toMatchObject({
      code: 'renewal.late-approved',
      actor: { kind: 'staff', subject: 'dana', role: 'reviewer' },
      reason: 'all six checks are met',
      ruleIds: ['REN-20', 'REN-21'],
    })
  })

  test('REN-22, REN-23, WX-18: after twelve and after twenty-four months', async () => {
    kit.goTo('2028-01-01 09:00')
    const person = await kit.holder()
    const start = () => kit.client.post('/me/renewal', { token: person.token })
    expect((await start()).body).toMatchObject({ type: 'too-late', certificationStatus: 'EXPIRED' })
    expect((await kit.certification(person)).standing.state).toBe('expired-needs-exam')
    kit.goTo('2029-01-01 00:00')
    expect((await start()).body).toMatchObject({ type: 'too-late', certificationStatus: 'VACATED' })
    expect(await kit.certification(person)).toMatchObject({
      status: 'VACATED',
      standing: { state: 'vacated' },
    })
  })

  test('REN-20: while it is reviewed nothing can be started, signed or paid', async () => {
    const { person } = await lateInReview(kit)
    const { token } = person
    expect((await kit.client.post('/me/renewal', { token })).body.type).toBe('in-review')
    expect((await kit.client.post('/me/renewal/checkout', { token, body: {} })).body.type).toBe(
      'in-review',
    )
    expect((await kit.sign(person)).body.type).toBe('no-draft')
    expect(await kit.renewal(person)).toMatchObject({
      possible: false,
      refusal: { code: 'IN_REVIEW' },
    })
  })

  test('AUD, 3.4: a day after its due date the case is overdue, first of all, and the person is told', async () => {
    const { person, renewalId } = await lateInReview(kit)
    kit.goTo('2027-03-31 23:59')
    const dana = await reviews()
    expect(await dana.row(renewalId)).toMatchObject({ overdue: false, daysLeft: 0, checksMet: 6 })
    kit.goTo('2027-04-01 00:01')
    expect(await dana.row(renewalId)).toMatchObject({ overdue: true, daysLeft: -1, daysLate: 60 })
    expect((await kit.certification(person)).standing.facts.overdue).toBe(true)
    expect((await kit.renewal(person)).renewal?.overdue).toBe(true)
  })
})

describe('the six checks', () => {
  test('REN-24: suspended meanwhile, it cannot be approved', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const id = await suspend(kit, person, '2027-03-02 09:00')
    kit.goTo('2027-03-03 09:00')
    const dana = await reviews()
    const refused = await dana.post(renewalId, 'approval', { reason: 'looks good' })
    expect(refused.body).toMatchObject({
      type: 'check-not-met',
      unmet: ['status-allows', 'no-open-case'],
    })
    await lift(kit, person, id, '2027-03-04 09:00')
    kit.goTo('2027-03-05 09:00')
    expect((await dana.post(renewalId, 'approval', { reason: 'order was lifted' })).status).toBe(
      200,
    )
  })

  test('3.4: what was sent stands on one side, six answers with their rules on the other', async () => {
    const { renewalId } = await lateInReview(kit)
    const review = await (await reviews()).get(renewalId)
    expect(review.checks.map((check: { met: boolean }) => check.met)).toEqual(Array(6).fill(true))
    expect(review.sent).toMatchObject({
      signatureName: 'Marisol Vega',
      language: 'es',
      paidCents: 16_000,
      receiptNumber: 'R-2026-004417',
      ceFrom: '2025-03-01',
      ceTo: '2027-03-01',
      boxes: { ethics: true, hours: true, records: true, truth: true, late: true },
    })
  })

  test('nobody else’s form can be opened as a case', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const { renewalId } = await kit.ready(person)
    const token = await kit.staff('reviewer')
    const reply = await kit.client.get(`/staff/late-reviews/${renewalId}`, { token })
    expect(reply.status).toBe(404)
  })
})

describe('one question', () => {
  test('REN-20, CONV-2: ten days to answer; the due date does not move', async () => {
    const { person, renewalId } = await lateInReview(kit)
    kit.goTo('2027-03-05 09:00')
    const dana = await reviews()
    const asked = await dana.post(renewalId, 'question', sentence)
    expect(asked.body).toMatchObject({
      state: 'question',
      decideBy: '2027-03-31',
      question: { ...sentence, askedOn: '2027-03-05', answerBy: '2027-03-15' },
    })
    expect((await dana.post(renewalId, 'question', sentence)).body.type).toBe('question-asked')
    const [said] = await published('renewal.question-asked', person)
    expect(said?.data).toMatchObject({ answerBy: '2027-03-15' })
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'late-question',
      facts: { badge: 'expired-question', answerBy: '2027-03-15' },
    })

    kit.goTo('2027-03-16 09:00')
    expect((await dana.row(renewalId)).flags).toEqual(['no-answer'])
    const { token } = person
    const answer = await kit.client.post('/me/renewal/answer', {
      token,
      body: { text: 'Here it is.' },
    })
    expect(answer.body).toMatchObject({
      state: 'in-review',
      question: { answer: 'Here it is.', answeredOn: '2027-03-16' },
    })
    expect((await dana.row(renewalId)).flags).toEqual(['answered'])
    const twice = await kit.client.post('/me/renewal/answer', { token, body: { text: 'More.' } })
    expect(twice.body.type).toBe('no-question')
    expect((await dana.post(renewalId, 'approval', { reason: 'answered well' })).status).toBe(200)
  })

  test('"no answer" is a reason only after the day to answer', async () => {
    const { renewalId } = await lateInReview(kit)
    const dana = await reviews()
    const refusal = { ...sentence, code: 'NO_ANSWER' }
    expect((await dana.post(renewalId, 'refusal', refusal)).body.type).toBe('answer-still-possible')
    await dana.post(renewalId, 'question', sentence)
    kit.goTo('2027-03-11 23:59')
    expect((await dana.post(renewalId, 'refusal', refusal)).body.type).toBe('answer-still-possible')
    kit.goTo('2027-03-12 00:00')
    expect((await dana.post(renewalId, 'refusal', refusal)).body.state).toBe('refusal-proposed')
  })
})
