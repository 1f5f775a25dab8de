import { events as identityEvents } from '@peercert/contracts/identity'
import { describe, expect, test } from 'vitest'
import { allBoxes, contacts, withApplications } from './kit.ts'
import { suspend } from './sanctions.ts'

const kit = withApplications()

const started = async (at = '2026-11-06 15:42') => {
  kit.goTo(at)
  const person = await kit.holder()
  const { body } = await kit.client.post('/me/renewal', { token: person.token })
  return { person, token: person.token, draft: body }
}
const save = (token: string, body: object) => kit.client.patch('/me/renewal', { token, body })
const checkOut = (token: string, body: object = {}) =>
  kit.client.post('/me/renewal/checkout', { token, body })

describe('nothing entered is lost', () => {
  test('Start Renewal answers the form that is there', async () => {
    const { token, draft } = await started()
    expect(draft).toMatchObject({
      state: 'draft',
      nextPart: 'information',
      version: 0,
      late: false,
    })
    const again = await kit.client.post('/me/renewal', { token })
    expect(again.body.renewalId).toBe(draft.renewalId)
  })

  test('two windows start at the same moment: one form', async () => {
    kit.goTo('2026-11-06 15:42')
    const { token } = await kit.holder()
    const replies = await Promise.all(
      [1, 2, 3].map(() => kit.client.post('/me/renewal', { token })),
    )
    expect(new Set(replies.map((reply) => reply.body.renewalId)).size).toBe(1)
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200])
  })

  test('APP-14: it is saved field by field, and the dashboard says what is next', async () => {
    const { person, token } = await started()
    await save(token, { version: 0, informationReviewed: true })
    const { body } = await save(token, {
      version: 1,
      boxes: { ethics: true },
      signatureName: 'Mari',
    })
    expect(body).toMatchObject({
      version: 2,
      informationReviewed: true,
      boxes: { ethics: true },
      signatureName: 'Mari',
      nextPart: 'ethics',
    })
    await save(token, { version: 2, boxes: { hours: true } })
    expect((await kit.renewal(person)).renewal?.boxes).toEqual({ ethics: true, hours: true })
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'drafted',
      facts: { badge: 'active-started', nextPart: 'ethics', savedAt: '2026-11-06T23:42:00.000Z' },
    })
  })

  test('two windows, different text: both are shown, neither is overwritten', async () => {
    const { token } = await started()
    await save(token, { version: 0, signatureName: 'Marisol' })
    const reply = await save(token, { version: 0, signatureName: 'Mary' })
    expect(reply.status).toBe(409)
    expect(reply.body).toMatchObject({
      type: 'renewal-changed',
      current: { signatureName: 'Marisol', version: 1 },
    })
    const same = await save(token, { version: 0, signatureName: 'Marisol' })
    expect(same.body.version).toBe(1)
  })

  test('without a form there is nothing to save, sign or pay', async () => {
    kit.goTo('2026-11-06 15:42')
    const { token } = await kit.holder()
    expect((await save(token, { version: 0 })).body.type).toBe('no-draft')
    expect((await checkOut(token)).body.type).toBe('no-draft')
  })

  test('section 6: kept until twelve months after the expiration', async () => {
    const { person } = await started()
    kit.goTo('2027-12-31 12:00')
    expect((await kit.renewal(person)).renewal).toMatchObject({ state: 'draft', late: true })
    expect((await kit.renewal(person)).possible).toBe(true)
    kit.goTo('2028-01-01 12:00')
    expect((await kit.renewal(person)).possible).toBe(false)
  })
})

describe('signing', () => {
  test('REN-6, WX-14: one box not ticked, and the pay step is out of reach', async () => {
    const { person, token } = await started()
    await save(token, { version: 0, informationReviewed: true })
    const reply = await kit.sign(person, { boxes: { ...allBoxes, records: false } })
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({
      type: 'attestation-incomplete',
      errors: [{ field: '/body/boxes/records', reason: 'required' }],
    })
    expect((await checkOut(token)).body.type).toBe('ethics-not-signed')
  })

  test('all that is missing is named at once', async () => {
    const { person } = await started()
    const reply = await kit.sign(person, { signatureName: 'Mary Vega', boxes: {} })
    expect(reply.body.errors).toEqual([
      { field: '/body/signatureName', reason: 'name-mismatch' },
      ...['ethics', 'hours', 'records', 'truth'].map((box) => ({
        field: `/body/boxes/${box}`,
        reason: 'required',
      })),
    ])
  })

  test('CONV-9: capitals and accents do not matter', async () => {
    const { person } = await started()
    expect((await kit.sign(person, { signatureName: ' MARISOL  vegá ' })).status).toBe(200)
  })

  test('REN-26: only the versions in force can be signed', async () => {
    const { person } = await started()
    const old = await kit.sign(person, { codeVersion: '1' })
    expect(old.body).toMatchObject({ type: 'text-not-in-force', inForce: '2' })
    const unknown = await kit.sign(person, { attestationVersion: '7' })
    expect(unknown.body).toMatchObject({ type: 'text-not-in-force', inForce: '1' })
  })

  test('REN-14: kept with text, version, language, time, address and typed name', async () => {
    const { person, token } = await started()
    const { body } = await kit.sign(person, { language: 'es' })
    expect(body.signed).toMatchObject({
      at: '2026-11-06T23:42:00.000Z',
      on: '2026-11-06',
      language: 'es',
      codeVersion: '2',
      attestationVersion: '1',
    })
    const row = await kit.pool.query('select * from signature where id = $1', [
      body.signed.signatureId,
    ])
    expect(row.rows[0]).toMatchObject({ ip: '127.0.0.1', typed_name: 'Marisol Vega' })
    const signed = await kit.client.get(`/signatures/${body.signed.signatureId}`, { token })
    expect(signed.body.signatureName).toBe('Marisol Vega')
    expect(signed.body.boxes[1]).toContain('(del 31 de diciembre de 2024 a hoy)')
    expect(JSON.stringify(signed.body.texts[1])).toContain(
      '31 de diciembre de 2024 al 6 de noviembre de 2026',
    )
    await expect(kit.pool.query('update signature set typed_name = $1', ['x'])).rejects.toThrow()
    await expect(kit.pool.query('delete from history')).rejects.toThrow()
  })

  test('REN-4: not while suspended', async () => {
    const { person } = await started()
    await suspend(kit, person, '2026-11-06 15:00')
    const reply = await kit.sign(person)
    expect(reply.body).toMatchObject({
      type: 'not-in-good-standing',
      certificationStatus: 'SUSPENDED',
    })
  })
})

describe('signing again', () => {
  test('REN-26: the Code changed between signing and paying', async () => {
    kit.goTo('2024-12-20 10:00')
    const person = await kit.holder({ issuedOn: '2023-02-15', expiresOn: '2025-02-15' })
    const { token } = person
    await kit.client.post('/me/renewal', { token })
    await save(token, { version: 0, informationReviewed: true })
    await kit.sign(person)
    kit.goTo('2025-01-02 10:00')
    expect((await kit.renewal(person)).renewal).toMatchObject({
      signAgain: 'code-changed',
      nextPart: 'ethics',
      boxes: {},
      signatureName: '',
    })
    expect((await checkOut(token, { stillTrue: true })).body).toMatchObject({
      type: 'sign-again',
      why: 'code-changed',
    })
    const text = await kit.client.get('/program/texts/code-of-ethics', {
      query: { language: 'en' },
    })
    expect(text.body).toMatchObject({ version: '2', inForceFrom: '2025-01-01' })
    expect(text.body.changes.length).toBeGreaterThan(0)
    await kit.sign(person)
    expect((await checkOut(token)).status).toBe(200)
  })

  test('REN-20, WX-5: past midnight it is signed again with the late box', async () => {
    kit.goTo('2026-12-31 23:50')
    const person = await kit.holder()
    await kit.ready(person)
    kit.goTo('2027-01-01 00:00:05')
    expect((await kit.renewal(person)).renewal).toMatchObject({
      late: true,
      signAgain: 'expired-since',
      nextPart: 'ethics',
    })
    expect((await checkOut(person.token)).body).toMatchObject({ type: 'sign-again' })
    const { renewal } = await kit.renewal(person)
    await save(person.token, {
      version: renewal?.version,
      codeRead: { version: '2', language: 'es' },
    })
    expect((await kit.renewal(person)).renewal?.nextPart).toBe('attestation')
    const short = await kit.sign(person, { boxes: allBoxes })
    expect(short.body.errors).toEqual([{ field: '/body/boxes/late', reason: 'required' }])
    expect((await kit.sign(person)).body).toMatchObject({ nextPart: 'pay', late: true })
    expect((await checkOut(person.token)).status).toBe(200)
  })

  test('CHG: a legal name that changed between signing and paying', async () => {
    kit.goTo('2026-11-06 15:42')
    const person = await kit.holder()
    await kit.ready(person)
    const { accountId } = person
    contacts.set(accountId, { legalName: 'Marisol Vega Luna', county: 'Yolo' })
    await kit.deliver(identityEvents, 'legal-name.changed', accountId, { accountId })
    expect((await kit.renewal(person)).renewal).toMatchObject({
      signAgain: 'name-changed',
      nextPart: 'attestation',
    })
    expect((await kit.sign({ ...person, name: 'Marisol Vega Luna' })).status).toBe(200)
    const { body } = await kit.client.get('/me/signatures', { token: person.token })
    expect(body.signatures).toHaveLength(3)
  })

  test('section 6: signed on Monday, paid on Friday, one box confirms', async () => {
    kit.goTo('2026-11-02 10:00')
    const person = await kit.holder()
    await kit.ready(person)
    kit.goTo('2026-11-06 10:00')
    expect((await kit.renewal(person)).renewal).toMatchObject({
      askStillTrue: true,
      nextPart: 'pay',
    })
    expect((await checkOut(person.token)).body.type).toBe('still-true-needed')
    expect((await checkOut(person.token, { stillTrue: true })).status).toBe(200)
    expect((await checkOut(person.token)).status).toBe(200)
  })
})

describe('the first Pay', () => {
  test('PAY-1: the form must be whole', async () => {
    const { person, token } = await started()
    await kit.sign(person)
    const reply = await checkOut(token)
    expect(reply.body).toMatchObject({
      type: 'attestation-incomplete',
      errors: [{ field: '/informationReviewed', reason: 'required' }],
    })
  })

  test('FEE-4, FEE-5: each fee goes to payments with the instant from which it is due, and the last days of renewing on time and late', async () => {
    kit.goTo('2026-11-06 15:42')
    const person = await kit.holder()
    const { renewalId, feeRequestId } = await kit.ready(person)
    expect(kit.payments.requests.at(-1)).toEqual({
      id: feeRequestId,
      body: {
        accountId: person.accountId,
        matter: { kind: 'renewal', id: renewalId, certificationNumber: person.number },
        fees: [
          { feeCode: 'RENEWAL', dueFrom: '2026-10-02T07:00:00.000Z' },
          { feeCode: 'LATE_RENEWAL', dueFrom: '2027-01-01T08:00:00.000Z' },
        ],
        lastDays: ['2026-12-31', '2027-12-31'],
      },
    })
    const again = await checkOut(person.token)
    expect(again.body.feeRequestId).toBe(feeRequestId)
  })

  test('payments does not answer: nothing is guessed', async () => {
    const { person, token } = await started()
    await save(token, { version: 0, informationReviewed: true })
    await kit.sign(person)
    kit.payments.status = 500
    expect((await checkOut(token)).status).toBe(503)
    kit.payments.status = 409
    expect((await checkOut(token)).body.type).toBe('already-renewed')
    kit.payments.status = 200
    expect((await checkOut(token)).status).toBe(200)
  })
})
