import { describe, expect, test } from 'vitest'
import { lateInReview, type Person, withApplications } from './kit.ts'

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

describe('a refusal', () => {
  const refused = async () => {
    const late = await lateInReview(kit)
    const dana = await reviews('dana')
    const lee = await reviews('lee')
    kit.goTo('2027-03-10 09:00')
    await dana.post(late.renewalId, 'refusal', { ...sentence, code: 'SIGNATURE_INVALID' })
    return { ...late, dana, lee }
  }

  test('SEC-4: it has a second reader, and until then the person sees a review', async () => {
    const { person, renewalId, dana, lee } = await refused()
    expect((await kit.renewal(person)).renewal).toMatchObject({ state: 'in-review' })
    expect((await kit.renewal(person)).renewal?.refusal).toBeUndefined()
    expect((await dana.row(renewalId)).flags).toEqual(['second-reader'])
    const decision = { agree: true, reason: 'I read it, too' }
    const own = await dana.post(renewalId, 'refusal/decision', decision)
    expect(own.body.type).toBe('second-person-needed')
    expect((await lee.post(renewalId, 'approval', { reason: 'all is well' })).body.type).toBe(
      'review-closed',
    )
    const agreed = await lee.post(renewalId, 'refusal/decision', decision)
    expect(agreed.body).toMatchObject({ state: 'refused', refusal: { proposedBy: 'dana' } })
    expect((await lee.post(renewalId, 'refusal/decision', decision)).body.type).toBe(
      'review-closed',
    )
  })

  test('APL-1, APL-3: the person is told why, and until when they may appeal or send again', async () => {
    const { person, renewalId, lee } = await refused()
    await lee.post(renewalId, 'refusal/decision', { agree: true, reason: 'I read it, too' })
    const [said] = await published('renewal.late-refused', person)
    expect(said?.data).toMatchObject({
      code: 'SIGNATURE_INVALID',
      decidedOn: '2027-03-10',
      appealBy: '2027-04-09',
      resubmitThrough: '2027-12-31',
    })
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'refused',
      feePaid: true,
      refusal: { code: 'SIGNATURE_INVALID', ...sentence, appealBy: '2027-04-09' },
    })
    expect((await kit.renewal(person)).renewal?.refusal).not.toHaveProperty('proposedBy')
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'late-refused',
      facts: { badge: 'expired-refused', appealBy: '2027-04-09' },
    })
  })

  test('the second reader sends it back to the first', async () => {
    const { renewalId, dana, lee } = await refused()
    const back = await lee.post(renewalId, 'refusal/decision', {
      agree: false,
      reason: 'too strict',
    })
    expect(back.body).toMatchObject({ state: 'in-review', takenBy: 'dana' })
    expect((await lee.post(renewalId, 'approval', { reason: 'fine' })).body.type).toBe(
      'taken-by-another',
    )
    expect((await dana.post(renewalId, 'approval', { reason: 'fine then' })).status).toBe(200)
    const nothing = await lee.post(renewalId, 'refusal/decision', { agree: true, reason: 'late' })
    expect(nothing.body.type).toBe('review-closed')
  })

  test('REN-20: sent again without paying again, signed anew, with thirty new days', async () => {
    const { person, renewalId, lee, dana } = await refused()
    await lee.post(renewalId, 'refusal/decision', { agree: true, reason: 'I read it, too' })
    const { token } = person
    const again = (step: string) =>
      kit.client.post('/me/renewal/resubmission', { token, body: { step } })
    kit.goTo('2027-04-01 09:00')
    expect((await again('send')).body.type).toBe('nothing-refused')
    const draft = (await again('start')).body
    expect(draft).toMatchObject({
      state: 'draft',
      feePaid: true,
      informationReviewed: false,
      signed: null,
    })
    expect(draft.renewalId).not.toBe(renewalId)
    expect((await kit.client.post('/me/renewal', { token })).body.renewalId).toBe(draft.renewalId)
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'late-refused',
      facts: { drafted: true },
    })

    expect((await again('send')).body.type).toBe('attestation-incomplete')
    await kit.client.patch('/me/renewal', {
      token,
      body: { version: 0, informationReviewed: true },
    })
    expect((await again('send')).body.type).toBe('ethics-not-signed')
    await kit.sign(person)
    expect((await kit.client.post('/me/renewal/checkout', { token, body: {} })).body.type).toBe(
      'no-draft',
    )
    const sent = await again('send')
    expect(sent.body).toMatchObject({
      state: 'in-review',
      submittedOn: '2027-04-01',
      decideBy: '2027-05-01',
      ceFrom: '2025-04-01',
      ceTo: '2027-04-01',
    })
    const events = await published('renewal.late-submitted', person)
    expect(events.at(-1)?.data).toMatchObject({ again: true, totalCents: 0 })
    expect((await dana.row(draft.renewalId)).flags).toEqual(['sent-again'])
    expect(
      (await dana.get(draft.renewalId)).checks.every((check: { met: boolean }) => check.met),
    ).toBe(true)
    expect((await dana.post(draft.renewalId, 'approval', { reason: 'good now' })).status).toBe(200)
    expect((await kit.certification(person)).expiresOn).toBe('2028-12-31')
  })

  test('REN-20: not after twelve months, and not without a refusal', async () => {
    const { person, renewalId, lee } = await refused()
    const start = (token: string) =>
      kit.client.post('/me/renewal/resubmission', { token, body: { step: 'start' } })
    expect((await start(person.token)).body.type).toBe('nothing-refused')
    await lee.post(renewalId, 'refusal/decision', { agree: true, reason: 'I read it, too' })
    kit.goTo('2028-01-01 00:00')
    expect((await start(person.token)).body.type).toBe('too-late')
    const stranger = await kit.token({ subject: 'stranger' })
    expect((await start(stranger)).body.type).toBe('nothing-refused')
  })
})
