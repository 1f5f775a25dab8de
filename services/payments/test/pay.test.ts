import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  allStand,
  atProcessor,
  cardToken,
  charged,
  owe,
  pay,
  paymentsOf,
  said,
  somebody,
  standsNot,
  withPayments,
} from './kit.ts'

const kit = withPayments()

test('PAY-1 PAY-6 FEE-4 CONV-6: a renewal on time is paid by card, for 8000 cents, with receipt and fact', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)

  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body).toMatchObject({
    state: 'open',
    totalCents: 8000,
    lines: [{ feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' }],
    changesAt: '2027-01-01T08:00:00.000Z',
    heldVouchers: [],
  })

  const reply = await pay(kit, person, feeRequestId)
  expect(reply.status).toBe(200)
  expect(reply.body).toMatchObject({
    state: 'completed',
    stampedAt: '2026-11-10T20:00:00.000Z',
    totalCents: 8000,
    card: { brand: 'visa', last4: '4242' },
    receiptNumber: expect.stringMatching(/^R-2026-\d{6}$/),
  })

  const [completed, ...more] = await said(kit, person, 'payment.completed')
  expect(more).toEqual([])
  expect(completed?.data).toMatchObject({
    feeRequestId,
    accountId: person.accountId,
    certificationNumber: 'CMPSS-000318',
    stampedAt: '2026-11-10T20:00:00.000Z',
    paidOn: '2026-11-10',
    totalCents: 8000,
    cardLast4: '4242',
    receiptNumber: reply.body.receiptNumber,
  })
  const after = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(after.body).toMatchObject({ state: 'settled', payment: { state: 'completed' } })
  expect(after.body.changesAt).toBeUndefined()
})

test('PAY-3 PAY-10: the processor hears ids and cents, and our statement line names no peer', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const { body } = await pay(kit, person, feeRequestId)

  const [charge] = await atProcessor(kit, feeRequestId)
  expect(charge).toMatchObject({
    amount: 8000,
    metadata: { paymentId: body.paymentId, feeRequestId },
  })
  expect(Object.keys(charge?.metadata ?? {})).toEqual(['paymentId', 'feeRequestId'])
  expect(charge?.statement_descriptor_suffix.toLowerCase()).not.toContain('peer')
  const [row] = await paymentsOf(kit, feeRequestId)
  expect(row).toMatchObject({ confirmationToken: null, clientSecret: null, cardLast4: '4242' })
})

test('WX-65 PAY-4: a double click is one charge of $80', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]

  const replies = await Promise.all(
    [1, 2].map(() => pay(kit, person, feeRequestId, { key, confirmationToken })),
  )
  for (const { status, body } of replies)
    if (status === 200) expect(body.state).toBe('completed')
    else expect(body).toMatchObject({ type: 'conflict-in-flight' })
  expect(replies.some(({ status }) => status === 200)).toBe(true)
  expect(await charged(kit, feeRequestId)).toMatchObject([{ amount: 8000 }])

  const again = await pay(kit, person, feeRequestId, { key, confirmationToken })
  expect(again.body).toMatchObject({ state: 'completed', totalCents: 8000 })
  expect(await said(kit, person, 'payment.completed')).toHaveLength(1)
})

test('PAY-4: the same key for another press is refused, and a new key finds the fee settled', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const key = randomUUID()
  await pay(kit, person, feeRequestId, { key })

  expect(await pay(kit, person, feeRequestId, { key, shown: 16000 })).toMatchObject({
    status: 422,
    body: { type: 'idempotency-mismatch' },
  })
  expect(await pay(kit, person, feeRequestId)).toMatchObject({
    status: 409,
    body: { type: 'fee-request-settled' },
  })
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test.each([
  ['chargeDeclined', 'declined'],
  ['chargeDeclinedInsufficientFunds', 'not-enough-money'],
  ['chargeDeclinedExpiredCard', 'wrong-expiration'],
  ['chargeDeclinedIncorrectCvc', 'wrong-security-code'],
  ['avsZipFail', 'wrong-zip'],
  ['chargeDeclinedProcessingError', 'processor-error'],
])('PAY-5: a card that is %s fails as %s, and a new try pays', async (card, code) => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)

  const refused = await pay(kit, person, feeRequestId, { card })
  expect(refused.body).toMatchObject({ state: 'failed', failure: { code, voucherReleased: false } })
  expect(await said(kit, person, 'payment.failed')).toMatchObject([
    { data: { code, totalCents: 8000 } },
  ])
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body).toMatchObject({ state: 'open', payment: { state: 'failed' } })

  expect((await pay(kit, person, feeRequestId)).body.state).toBe('completed')
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test('PAY-6: a payment that fails leaves no instant behind; the next press has its own', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })

  kit.clock.moveTo(new Date('2026-11-12T18:30:00.000Z'))
  const paid = await pay(kit, person, feeRequestId)
  expect(paid.body.stampedAt).toBe('2026-11-12T18:30:00.000Z')
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { paidOn: '2026-11-12' } },
  ])
})

test('a card is asked for when something is left to pay', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  expect(await pay(kit, person, feeRequestId, { card: null })).toMatchObject({
    status: 422,
    body: { type: 'card-needed', totalCents: 8000 },
  })
  expect(await paymentsOf(kit, feeRequestId)).toEqual([])
})

test('a suspension between the two presses charges nothing and says why', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.applications.answer('POST /standing/renewals', standsNot('NOT_IN_GOOD_STANDING'))

  expect(await pay(kit, person, feeRequestId)).toMatchObject({
    status: 409,
    body: { type: 'matter-changed', code: 'NOT_IN_GOOD_STANDING' },
  })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  expect(await paymentsOf(kit, feeRequestId)).toEqual([])
  const asked = kit.applications.requests.at(-1)
  expect(asked?.body).toEqual({ checks: [{ feeRequestId, at: '2026-11-10T20:00:00.000Z' }] })
})

test('PAY-6: when applications is silent nothing is charged, and the same press tried again keeps its instant', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]
  kit.clock.moveTo(new Date('2027-01-01T07:59:59.000Z'))
  kit.applications.answer('POST /standing/renewals', () => ({ status: 500 }))
  const first = await pay(kit, person, feeRequestId, { key, confirmationToken })
  expect(first).toMatchObject({ status: 503, body: { type: 'unavailable' } })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])

  kit.clock.moveTo(new Date('2027-01-01T08:00:05.000Z'))
  kit.applications.answer('POST /standing/renewals', allStand)
  const second = await pay(kit, person, feeRequestId, { key, confirmationToken })
  expect(second.body).toMatchObject({
    state: 'completed',
    stampedAt: '2027-01-01T07:59:59.000Z',
    totalCents: 8000,
  })
})

test('PAY-6: a refused press keeps nothing; the same key pressed after midnight is a new press', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]
  kit.clock.moveTo(new Date('2027-01-01T07:59:59.000Z'))
  kit.applications.answer('POST /standing/renewals', standsNot('ATTESTATION_INCOMPLETE'))
  await pay(kit, person, feeRequestId, { key, confirmationToken })

  kit.clock.moveTo(new Date('2027-01-01T08:00:05.000Z'))
  expect(await pay(kit, person, feeRequestId, { key, confirmationToken })).toMatchObject({
    status: 409,
    body: { type: 'total-changed', why: 'date', totalCents: 16000 },
  })
})

test('what is not due yet can be paid by nobody', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2026-10-02T06:59:59.999Z'))
  expect(await pay(kit, person, feeRequestId, { shown: 0 })).toMatchObject({
    status: 409,
    body: { type: 'matter-changed', code: 'NOT_DUE' },
  })
})

test('applications may say again what is owed until it is settled', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await owe(kit, person, { feeRequestId, lateFrom: null })
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.changesAt).toBeUndefined()

  await pay(kit, person, feeRequestId)
  await expect(owe(kit, person, { feeRequestId })).rejects.toThrow('fee-request-settled')
})

test('the pay box names the script of the processor and says whether cards work', async () => {
  const { body } = await kit.client.get('/pay-box')
  expect(body).toEqual({
    scriptUrl: kit.card.script,
    publishableKey: kit.card.publishableKey,
    cardsWork: true,
  })
})
