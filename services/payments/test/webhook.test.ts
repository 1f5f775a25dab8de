import { createHmac, randomUUID } from 'node:crypto'
import { eventually } from '@peercert/chassis/eventually'
import { expect, test } from 'vitest'
import {
  atProcessor,
  charged,
  owe,
  pay,
  paymentsOf,
  said,
  secrets,
  somebody,
  withPayments,
} from './kit.ts'

const kit = withPayments({ CARD_FAILURES_UNTIL_DOWN: '1000' })

/** Sends bytes as the processor does, signed unless said otherwise. */
async function send(
  event: object,
  options: { secret?: string; at?: number; altered?: boolean } = {},
) {
  const { secret = secrets.webhook, at = Math.floor(Date.now() / 1000), altered } = options
  const body = JSON.stringify(event)
  const v1 = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return kit.client.inject({
    method: 'POST',
    url: '/webhooks/card-processor',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': `t=${at},v1=${v1}`,
    },
    payload: altered ? `${body} ` : body,
  })
}

async function eventAbout(feeRequestId: string, type: string, id = `evt_${randomUUID()}`) {
  const [object] = await atProcessor(kit, feeRequestId)
  return { id, object: 'event', type, data: { object } }
}

const state = async (feeRequestId: string) => (await paymentsOf(kit, feeRequestId))[0]?.state

test.each(['before', 'twice', 'late', 'reordered', 'forged'])(
  'PAY-4: a webhook that comes %s makes one completion of one charge',
  async (how) => {
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person)
    await kit.card.order({ on: 'webhook', do: how, ms: 100, match: { metadata: { feeRequestId } } })
    const { body } = await pay(kit, person, feeRequestId)
    expect(body.state).toBe('completed')
    expect(await charged(kit, feeRequestId)).toHaveLength(1)

    const event = await eventAbout(feeRequestId, 'payment_intent.succeeded')
    for (const _ of [1, 2]) expect((await send(event)).statusCode).toBe(200)
    expect(await said(kit, person, 'payment.completed')).toHaveLength(1)
    expect(await kit.deps.db.receipt.count({ where: { paymentId: body.paymentId } })).toBe(1)
  },
)

test('a webhook alone completes a payment whose answer got lost', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'answer', do: 'hang', match: { metadata: { feeRequestId } } })
  const { body } = await pay(kit, person, feeRequestId)
  await eventually(
    async () => ((await state(feeRequestId)) === 'CAPTURED' ? true : undefined),
    'the webhook',
  )
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { paymentId: body.paymentId } },
  ])
})

test('an old event says nothing: what the processor says now is the truth', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId)
  const late = await eventAbout(feeRequestId, 'payment_intent.payment_failed')
  expect((await send(late)).statusCode).toBe(200)
  expect(await state(feeRequestId)).toBe('CAPTURED')
  expect(await said(kit, person, 'payment.failed')).toEqual([])
})

test('bytes that the processor did not sign, or signed long ago, are refused', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'webhook', do: 'never', match: { metadata: { feeRequestId } } })
  await kit.card.order({ on: 'answer', do: 'hang', match: { metadata: { feeRequestId } } })
  await pay(kit, person, feeRequestId)
  const event = await eventAbout(feeRequestId, 'payment_intent.succeeded')

  expect((await send(event, { secret: 'whsec_of_somebody_else' })).statusCode).toBe(400)
  expect((await send(event, { altered: true })).statusCode).toBe(400)
  expect((await send(event, { at: Math.floor(Date.now() / 1000) - 301 })).statusCode).toBe(400)
  const unsigned = await kit.client.inject({
    method: 'POST',
    url: '/webhooks/card-processor',
    payload: event,
  })
  expect(unsigned.statusCode).toBe(400)
  expect(unsigned.headers['content-type']).toContain('application/problem+json')
  expect(await state(feeRequestId)).toBe('PENDING')
  expect((await send(event)).statusCode).toBe(200)
  expect(await state(feeRequestId)).toBe('CAPTURED')
})

test('the age of a signature is measured on machine time, wherever program time stands', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2026-12-20T20:00:00.000Z'))
  await pay(kit, person, feeRequestId)
  const event = await eventAbout(feeRequestId, 'payment_intent.succeeded')
  expect((await send(event)).statusCode).toBe(200)
  kit.wait(6)
  expect((await send({ ...event, id: 'evt_later' })).statusCode).toBe(400)
})

test('on doubt the event is not taken: the processor sends it again', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'webhook', do: 'never', match: { metadata: { feeRequestId } } })
  await kit.card.order({ on: 'answer', do: 'hang', match: { metadata: { feeRequestId } } })
  await pay(kit, person, feeRequestId)
  const event = await eventAbout(feeRequestId, 'payment_intent.succeeded')
  await kit.card.order({ on: 'answer', do: 'server-error', match: { operation: 'retrieve' } })
  expect((await send(event)).statusCode).toBe(503)
  expect((await send(event)).statusCode).toBe(200)
  expect(await state(feeRequestId)).toBe('CAPTURED')
})

test('news about payments that are not ours is taken and means nothing', async () => {
  const object = {
    object: 'payment_intent',
    id: 'pi_other',
    metadata: { paymentId: 'x', other: 'y' },
  }
  const event = {
    id: 'evt_other',
    object: 'event',
    type: 'payment_intent.succeeded',
    data: { object },
  }
  expect((await send(event)).statusCode).toBe(200)
  expect(
    (await send({ ...event, id: 'evt_other_2', type: 'customer.created', data: { object: {} } }))
      .statusCode,
  ).toBe(200)
})

test('PAY-8: a payment taken back by the bank makes the item unpaid; won back, it is paid again', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId)
  const [intent] = await atProcessor(kit, feeRequestId)
  const dispute = (type: string, status: string) => ({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    data: { object: { object: 'dispute', id: 'dp_1', status, payment_intent: intent?.id } },
  })
  expect((await send(dispute('charge.dispute.created', 'needs_response'))).statusCode).toBe(200)
  expect(await state(feeRequestId)).toBe('REVERSED')
  const box = () => kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect((await box()).body.state).toBe('open')

  await send(dispute('charge.dispute.closed', 'lost'))
  expect(await state(feeRequestId)).toBe('REVERSED')
  await send(dispute('charge.dispute.closed', 'won'))
  expect(await state(feeRequestId)).toBe('CAPTURED')
  expect((await box()).body.state).toBe('settled')
  const types = (await said(kit, person)).map((event) => event.type)
  expect(types).toEqual(['payment.completed', 'payment.reversed', 'payment.reinstated'])
})

test('PAY-4 PAY-7: money that moved after a payment had ended completes it, or is ours to refund', async () => {
  const [alone, twice] = [await somebody(kit), await somebody(kit)]
  const staff = await kit.staff('finance')
  const revive = async (feeRequestId: string) => {
    const [intent] = await charged(kit, feeRequestId)
    const where = { feeRequestId, intentId: intent?.id ?? '' }
    const ended = {
      state: 'FAILED',
      failureCode: 'declined',
      confirmationToken: null,
      nextCheckAt: null,
    }
    await kit.deps.db.payment.updateMany({
      where: { feeRequestId },
      data: { ...ended, intentId: where.intentId },
    })
    return eventAbout(feeRequestId, 'payment_intent.succeeded')
  }
  const lost = async (feeRequestId: string) => {
    await kit.card.order({ on: 'webhook', do: 'never', match: { metadata: { feeRequestId } } })
    await kit.card.order({ on: 'answer', do: 'hang', match: { metadata: { feeRequestId } } })
  }
  const first = await owe(kit, alone)
  await lost(first)
  await pay(kit, alone, first)
  expect((await send(await revive(first))).statusCode).toBe(200)
  expect(await state(first)).toBe('CAPTURED')
  expect(await said(kit, alone, 'payment.completed')).toHaveLength(1)

  const second = await owe(kit, twice)
  await lost(second)
  await pay(kit, twice, second)
  const late = await revive(second)
  expect((await pay(kit, twice, second)).body.state).toBe('completed')
  expect((await send(late)).statusCode).toBe(200)
  expect(await said(kit, twice, 'payment.completed')).toHaveLength(1)
  const { body } = await kit.client.get(`/staff/accounts/${twice.accountId}/payments`, {
    token: staff,
  })
  expect(body.payments).toHaveLength(2)
  const stray = body.payments.find((payment: { stray?: boolean }) => payment.stray)
  expect(stray).toMatchObject({ state: 'CAPTURED', totalCents: 8000 })
  expect(stray.receiptNumber).toBeUndefined()
  const proposal = await kit.client.post(`/staff/payments/${stray.paymentId}/refunds`, {
    token: staff,
    body: { mistake: 'duplicate-charge', amountCents: 8000, reason: 'charged twice' },
  })
  expect(proposal.status).toBe(201)
})
