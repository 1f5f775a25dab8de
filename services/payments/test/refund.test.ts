import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { owe, pay, paymentsOf, said, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments({ CARD_FAILURES_UNTIL_DOWN: '1000' })

async function paid() {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const { body } = await pay(kit, person, feeRequestId)
  return { person, feeRequestId, paymentId: body.paymentId as string }
}

const propose = async (paymentId: string, amountCents = 8000, by = 'fin-1') =>
  kit.client.post(`/staff/payments/${paymentId}/refunds`, {
    token: await kit.staff('finance', by),
    body: { mistake: 'system-fault', amountCents, reason: 'charged by our mistake' },
  })
const decide = async (refundId: string, by: string, approve = true) =>
  kit.client.post(`/staff/refunds/${refundId}/decision`, {
    token: await kit.staff('finance', by),
    body: { approve, reason: 'checked' },
  })
const open = async () =>
  (await kit.client.get('/staff/refunds', { token: await kit.staff('finance') })).body.refunds

test('PAY-7: two different people from finance refund our mistake, and the processor is asked once', async () => {
  const { person, feeRequestId, paymentId } = await paid()
  const proposed = await propose(paymentId)
  expect(proposed).toMatchObject({ status: 201, body: { state: 'proposed', proposedBy: 'fin-1' } })
  const { refundId } = proposed.body
  expect(await open()).toMatchObject([{ refundId }])
  expect(await decide(refundId, 'fin-1')).toMatchObject({
    status: 409,
    body: { type: 'second-person-needed' },
  })

  expect((await decide(refundId, 'fin-2')).body).toMatchObject({
    state: 'refunded',
    decidedBy: 'fin-2',
  })
  expect(await decide(refundId, 'fin-2')).toMatchObject({
    status: 409,
    body: { type: 'refund-decided' },
  })
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([
    { state: 'ERROR_REFUNDED', returnedCents: 8000 },
  ])
  expect(await said(kit, person, 'payment.refunded')).toMatchObject([
    { data: { paymentId, refundId, amountCents: 8000 } },
  ])
  expect(await open()).toEqual([])
  const history = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
    token: await kit.staff('finance'),
  })
  expect(history.body.lines.slice(0, 3).map((line: { code: string }) => line.code)).toEqual([
    'refund.done',
    'refund.approved',
    'refund.proposed',
  ])
})

test('PAY-7: a part may be refunded, never more than was paid in all', async () => {
  const { feeRequestId, paymentId } = await paid()
  const first = await propose(paymentId, 3000)
  expect((await propose(paymentId, 1000)).body.type).toBe('refund-not-possible')
  await decide(first.body.refundId, 'fin-2')
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([
    { state: 'CAPTURED', returnedCents: 3000 },
  ])
  expect((await propose(paymentId, 5001)).body.type).toBe('refund-not-possible')
  expect((await propose(paymentId, 5000)).status).toBe(201)
})

test('a proposal declined leaves the money where it is', async () => {
  const { feeRequestId, paymentId } = await paid()
  const { body } = await propose(paymentId)
  expect((await decide(body.refundId, 'fin-2', false)).body).toMatchObject({ state: 'declined' })
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([
    { state: 'CAPTURED', returnedCents: 0 },
  ])
  expect((await propose(paymentId)).status).toBe(201)
})

test('FEE-14: nothing is refunded where no card was charged', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const covered = await pay(kit, person, await owe(kit, person), {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  expect((await propose(covered.body.paymentId)).body.type).toBe('refund-not-possible')
  const failed = await pay(kit, person, await owe(kit, person), { card: 'chargeDeclined' })
  expect((await propose(failed.body.paymentId)).body.type).toBe('refund-not-possible')
  expect((await propose(randomUUID())).status).toBe(404)
  expect((await decide(randomUUID(), 'fin-2')).status).toBe(404)
})

test('a refund whose answer got lost is asked again, and carried out once', async () => {
  const { person, feeRequestId, paymentId } = await paid()
  const { body } = await propose(paymentId)
  await kit.card.order({ on: 'answer', do: 'hang', match: { operation: 'refund' } })
  expect((await decide(body.refundId, 'fin-2')).body).toMatchObject({
    state: 'proposed',
    decidedBy: 'fin-2',
  })
  expect((await decide(body.refundId, 'fin-3')).body.type).toBe('refund-decided')
  kit.wait(1)
  await kit.sweep()
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'ERROR_REFUNDED' }])
  expect(await said(kit, person, 'payment.refunded')).toHaveLength(1)
})

test('a refund that the processor refuses is over, and says so', async () => {
  const { feeRequestId, paymentId } = await paid()
  const { body } = await propose(paymentId)
  await kit.deps.db.payment.updateMany({
    where: { id: paymentId },
    data: { intentId: `pi_gone_${paymentId}` },
  })
  expect((await decide(body.refundId, 'fin-2')).body.type).toBe('refund-not-possible')
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([
    { state: 'CAPTURED', returnedCents: 0 },
  ])
  expect((await open()).map((row: { refundId: string }) => row.refundId)).not.toContain(
    body.refundId,
  )
})

test('two approvals at once are one refund', async () => {
  const { person, paymentId } = await paid()
  const { body } = await propose(paymentId)
  const replies = await Promise.all(['fin-2', 'fin-3'].map((by) => decide(body.refundId, by)))
  expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409])
  expect(await said(kit, person, 'payment.refunded')).toHaveLength(1)
})
