import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  atProcessor,
  cardToken,
  charged,
  owe,
  pay,
  paymentsOf,
  said,
  somebody,
  voucherFor,
  withPayments,
} from './kit.ts'

const kit = withPayments({ CARD_FAILURES_UNTIL_DOWN: '1000' })

/** The next payment of this fee request goes wrong in this way, and nobody hears of it by webhook. */
async function troubled(feeRequestId: string, order: object): Promise<void> {
  const match = { metadata: { feeRequestId } }
  await kit.card.order({ on: 'webhook', do: 'never', times: 'always', match })
  await kit.card.order({ on: 'answer', match, ...order })
}

test.each([
  ['hangs after it was carried out', { do: 'hang' }],
  ['breaks the connection after it was carried out, twice', { do: 'drop', times: 2 }],
  ['never came, so it comes with the next question', { do: 'never' }],
])(
  'PAY-5: when the call %s, the outcome is unknown, never failed, and resolves by itself',
  async (_how, order) => {
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person)
    await troubled(feeRequestId, order)

    const first = await pay(kit, person, feeRequestId)
    expect(['checking', 'completed']).toContain(first.body.state)
    const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
    if (first.body.state === 'checking') {
      expect(box.body.state).toBe('checking')
      expect(await pay(kit, person, feeRequestId)).toMatchObject({
        status: 409,
        body: { type: 'payment-under-way', paymentId: first.body.paymentId },
      })
      expect(await said(kit, person, 'payment.checking')).toHaveLength(1)
    }
    kit.wait(1)
    await kit.sweep()
    const now = await kit.client.get(`/payments/${first.body.paymentId}`, { token: person.token })
    expect(now.body).toMatchObject({ state: 'completed', stampedAt: first.body.stampedAt })
    expect(await charged(kit, feeRequestId)).toHaveLength(1)
    expect(await said(kit, person, 'payment.completed')).toHaveLength(1)
    expect(await said(kit, person, 'payment.failed')).toEqual([])
  },
)

test('PAY-6: an answer that comes after midnight keeps the instant of the press', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2027-01-01T07:59:59.000Z'))
  await troubled(feeRequestId, { do: 'hang' })
  await pay(kit, person, feeRequestId)

  kit.clock.moveTo(new Date('2027-01-01T08:10:00.000Z'))
  kit.wait(1)
  await kit.sweep()
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { stampedAt: '2027-01-01T07:59:59.000Z', paidOn: '2026-12-31', totalCents: 8000 } },
  ])
})

test('M-11: after 15 minutes without an outcome the person is told, once', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'answer', do: 'hold', match: { metadata: { feeRequestId } } })
  const { body } = await pay(kit, person, feeRequestId)
  expect(body.state).toBe('checking')

  kit.wait(14)
  await kit.sweep()
  expect(await said(kit, person, 'payment.check-delayed')).toEqual([])
  kit.wait(2)
  await kit.sweep()
  await kit.sweep()
  expect(await said(kit, person, 'payment.check-delayed')).toHaveLength(1)

  const list = await kit.client.get('/staff/payments/unknown', {
    token: await kit.staff('reviewer'),
  })
  expect(list.body.payments).toMatchObject([
    { paymentId: body.paymentId, overdue: true, state: 'PENDING' },
  ])

  // Held by its bank it can neither be ended nor released: half an hour later it is still unknown.
  kit.wait(30)
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'PENDING' }])

  await kit.card.order({ do: 'release', outcome: 'succeed', match: { metadata: { feeRequestId } } })
  kit.wait(5)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId))[0]?.state).toBe('CAPTURED')
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test('M-10: a failure learned after the person has left is told at once', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({
    on: 'webhook',
    do: 'never',
    times: 'always',
    match: { metadata: { feeRequestId } },
  })
  await kit.card.order({ on: 'answer', do: 'hold', match: { metadata: { feeRequestId } } })
  await pay(kit, person, feeRequestId)
  await kit.card.order({ do: 'release', outcome: 'fail', match: { metadata: { feeRequestId } } })
  kit.wait(1)
  await kit.sweep()
  expect(await said(kit, person, 'payment.failed')).toMatchObject([{ data: { code: 'declined' } }])
  expect(await said(kit, person, 'payment.still-unpaid')).toMatchObject([
    { data: { feeRequestId, totalCents: 8000, failedOn: '2026-11-10' } },
  ])
})

test('an error of the processor remembered under the key never becomes a payment: ended there, then here, and the voucher is free', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2027-02-10T20:00:00.000Z'))
  await troubled(feeRequestId, { do: 'server-error' })
  const first = await pay(kit, person, feeRequestId, { voucher: { voucherId: voucher.voucherId } })
  expect(first.body.state).toBe('checking')
  const held = await kit.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.voucherId } })
  expect(held.state).toBe('held')

  kit.wait(29)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId))[0]?.state).toBe('PENDING')
  kit.wait(2)
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([
    { state: 'CANCELLED', failureCode: 'processor-error', voucherReleased: true },
  ])
  const free = await kit.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.voucherId } })
  expect(free).toMatchObject({ state: 'issued', paymentId: null })
  expect(await charged(kit, feeRequestId)).toEqual([])
})

test('a processor that stays silent releases nothing; once it answers, what never arrived can arrive no more', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const match = { metadata: { feeRequestId } }
  await kit.card.order({ on: 'answer', do: 'never', times: 'always', match })
  const [confirmationToken, key] = [await cardToken(kit), randomUUID()]
  expect((await pay(kit, person, feeRequestId, { confirmationToken, key })).body.state).toBe(
    'checking',
  )
  kit.wait(10)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId))[0]?.state).toBe('PENDING')

  kit.wait(21)
  await kit.sweep()
  const [row] = await paymentsOf(kit, feeRequestId)
  expect(row?.state).toBe('CANCELLED')
  // The key was used up before we gave up: the request still on its way meets an error.
  await fetch(`${kit.card.url}/orders`, { method: 'DELETE' })
  const straggler = await kit.deps.processor.charge({
    paymentId: row?.id ?? '',
    feeRequestId,
    amountCents: 8000,
    confirmationToken,
  })
  expect(straggler).toMatchObject({ trouble: { type: 'idempotency_error' } })
  expect(await atProcessor(kit, feeRequestId)).toMatchObject([{ status: 'canceled' }])

  const retried = await pay(kit, person, feeRequestId, { confirmationToken, key })
  expect(retried.body).toMatchObject({ state: 'cancelled', failure: { code: 'processor-error' } })
  expect((await pay(kit, person, feeRequestId)).body.state).toBe('completed')
})

test('a retried press while the outcome is unknown is told that it is being checked', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const [confirmationToken, key] = [await cardToken(kit), randomUUID()]
  await troubled(feeRequestId, { do: 'hang' })
  const first = await pay(kit, person, feeRequestId, { confirmationToken, key })
  const second = await pay(kit, person, feeRequestId, { confirmationToken, key })
  expect(second.body).toMatchObject({ state: 'checking', paymentId: first.body.paymentId })
})

test('a payment of another amount at the processor completes nothing', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await troubled(feeRequestId, { do: 'hang' })
  const { body } = await pay(kit, person, feeRequestId)
  await kit.deps.db.payment.update({ where: { id: body.paymentId }, data: { totalCents: 9000 } })
  kit.wait(1)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId))[0]?.state).toBe('PENDING')
})
