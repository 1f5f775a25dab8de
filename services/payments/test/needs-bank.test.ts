import { expect, test } from 'vitest'
import {
  atProcessor,
  charged,
  owe,
  pay,
  paymentsOf,
  type Person,
  said,
  somebody,
  withPayments,
} from './kit.ts'

const kit = withPayments()

/** No webhooks, so that only what the person or the background does can be seen. */
async function askedByBank(person: Person) {
  const feeRequestId = await owe(kit, person)
  await kit.card.order({
    on: 'webhook',
    do: 'never',
    times: 'always',
    match: { metadata: { feeRequestId } },
  })
  const { body } = await pay(kit, person, feeRequestId, { card: 'authenticationRequired' })
  return { feeRequestId, payment: body }
}

/** What the person presses on the page of their bank. */
async function atTheBank(clientSecret: string, agrees: boolean): Promise<void> {
  const intent = clientSecret.split('_secret_')[0]
  const answer = await fetch(`${kit.card.url}/bank/${intent}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ secret: clientSecret, answer: agrees ? 'confirm' : 'refuse' }),
    redirect: 'manual',
  })
  if (answer.status >= 400)
    throw new Error(`the bank answers ${answer.status}: ${await answer.text()}`)
}

const afterBank = (person: Person, paymentId: string) =>
  kit.client.post(`/payments/${paymentId}/bank-answer`, { token: person.token })

test('PAY-5: a bank that asks gets its question shown, and agreed there the payment completes', async () => {
  const person = await somebody(kit)
  const { feeRequestId, payment } = await askedByBank(person)
  expect(payment).toMatchObject({
    state: 'needs-bank',
    clientSecret: expect.stringContaining('_secret_'),
  })
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.state).toBe('needs-bank')
  expect((await pay(kit, person, feeRequestId)).body).toMatchObject({ type: 'payment-under-way' })

  await atTheBank(payment.clientSecret, true)
  const { body } = await afterBank(person, payment.paymentId)
  expect(body).toMatchObject({
    state: 'completed',
    stampedAt: payment.stampedAt,
    card: { last4: '3155' },
  })
  expect(body.clientSecret).toBeUndefined()
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test('PAY-6: confirmed at the bank after midnight, the press before midnight counts', async () => {
  const person = await somebody(kit)
  kit.clock.moveTo(new Date('2027-01-01T07:59:30.000Z'))
  const { payment } = await askedByBank(person)
  kit.clock.moveTo(new Date('2027-01-01T08:04:00.000Z'))
  await atTheBank(payment.clientSecret, true)
  await afterBank(person, payment.paymentId)
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { paidOn: '2026-12-31', totalCents: 8000 } },
  ])
})

test('refused at the bank the payment fails, and is over at the processor before we say so', async () => {
  const person = await somebody(kit)
  const { feeRequestId, payment } = await askedByBank(person)
  await atTheBank(payment.clientSecret, false)
  const { body } = await afterBank(person, payment.paymentId)
  expect(body).toMatchObject({ state: 'failed', failure: { code: 'bank-not-confirmed' } })
  expect(await atProcessor(kit, feeRequestId)).toMatchObject([{ status: 'canceled' }])
  expect((await pay(kit, person, feeRequestId)).body.state).toBe('completed')
})

test('coming back without an answer changes nothing', async () => {
  const person = await somebody(kit)
  const { payment } = await askedByBank(person)
  expect((await afterBank(person, payment.paymentId)).body.state).toBe('needs-bank')
})

test('not finished after 30 minutes of machine time it is cancelled at the processor, and a new Pay is a new instant', async () => {
  const person = await somebody(kit)
  const { feeRequestId, payment } = await askedByBank(person)
  kit.clock.moveTo(new Date('2026-12-20T20:00:00.000Z'))
  kit.wait(29)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId))[0]?.state).toBe('PENDING')
  kit.wait(2)
  await kit.sweep()
  expect(await atProcessor(kit, feeRequestId)).toMatchObject([{ status: 'canceled' }])
  const now = await kit.client.get(`/payments/${payment.paymentId}`, { token: person.token })
  expect(now.body).toMatchObject({ state: 'cancelled', failure: { code: 'bank-not-confirmed' } })
  expect(await said(kit, person, 'payment.still-unpaid')).toHaveLength(1)
  expect(await said(kit, person, 'payment.check-delayed')).toEqual([])

  const next = await pay(kit, person, feeRequestId)
  expect(next.body).toMatchObject({ state: 'completed', stampedAt: '2026-12-20T20:00:00.000Z' })
})

test('agreed at the bank in the last second, the cancelling comes too late and the payment completes', async () => {
  const person = await somebody(kit)
  const { feeRequestId, payment } = await askedByBank(person)
  await atTheBank(payment.clientSecret, true)
  kit.wait(31)
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'CAPTURED' }])
})
