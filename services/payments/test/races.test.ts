import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
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

const kit = withPayments({ CARD_TIMEOUT_MS: '15000' })
const fifty = Array.from({ length: 50 }, (_, i) => i)

test('PAY-4: fifty presses at once, each its own, are one charge and one receipt', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const tokens = await Promise.all(fifty.map(() => cardToken(kit)))
  const replies = await Promise.all(
    tokens.map((confirmationToken) => pay(kit, person, feeRequestId, { confirmationToken })),
  )
  const won = replies.filter((reply) => reply.status === 200)
  expect(won).toMatchObject([{ body: { state: 'completed' } }])
  for (const { status, body } of replies.filter((reply) => reply.status !== 200)) {
    expect(status).toBe(409)
    expect(['payment-under-way', 'fee-request-settled']).toContain(body.type)
  }
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
  expect(await said(kit, person, 'payment.completed')).toHaveLength(1)
  expect(await kit.deps.db.receipt.count({ where: { accountId: person.accountId } })).toBe(1)
})

test('PAY-4: fifty retries of one press are one charge', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]
  const replies = await Promise.all(
    fifty.map(() => pay(kit, person, feeRequestId, { key, confirmationToken })),
  )
  const ids = replies.filter((reply) => reply.status === 200).map((reply) => reply.body.paymentId)
  expect(new Set(ids).size).toBe(1)
  for (const { body } of replies.filter((reply) => reply.status !== 200))
    expect(body.type).toBe('conflict-in-flight')
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test('WVR-4 WVR-13: fifty racers for one voucher: one has it, the others are told, and no card is charged', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const requests = await Promise.all(fifty.map(() => owe(kit, person)))
  const replies = await Promise.all(
    requests.map((feeRequestId) =>
      pay(kit, person, feeRequestId, {
        shown: 0,
        card: null,
        voucher: { voucherId: voucher.voucherId },
      }),
    ),
  )
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1)
  for (const { body } of replies.filter((reply) => reply.status !== 200))
    expect(body.type).toBe('voucher-already-used')
  expect(await said(kit, person, 'voucher.redeemed')).toHaveLength(1)
  const row = await kit.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.voucherId } })
  expect(row.state).toBe('redeemed')
})

test('PAY-4: the answer, the webhook, the sweeper and staff at once complete a payment once', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'webhook', do: 'never', match: { metadata: { feeRequestId } } })
  await kit.card.order({
    on: 'answer',
    do: 'delay',
    ms: 300,
    match: { metadata: { feeRequestId } },
  })
  const pressed = pay(kit, person, feeRequestId)
  const staff = await kit.staff('finance')
  let id: string | undefined
  while (id === undefined) id = (await paymentsOf(kit, feeRequestId))[0]?.id
  await kit.deps.db.payment.updateMany({ where: { id }, data: { nextCheckAt: new Date(0) } })
  await Promise.all([
    pressed,
    kit.sweep(),
    kit.client.post(`/staff/payments/${id}/inquiry`, {
      token: staff,
      body: { reason: 'they called' },
    }),
  ])
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId)).map((row) => row.state)).toEqual(['CAPTURED'])
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
  expect(await said(kit, person, 'payment.completed')).toHaveLength(1)
})

test('PAY-9: receipts made at once have numbers without gap or repetition', async () => {
  const before = await kit.deps.db.receipt.count()
  const people = await Promise.all(Array.from({ length: 12 }, () => somebody(kit)))
  await Promise.all(people.map(async (person) => pay(kit, person, await owe(kit, person))))
  const rows = await kit.deps.db.receipt.findMany({ orderBy: { number: 'asc' } })
  expect(rows).toHaveLength(before + 12)
  expect(rows.map((row) => Number(row.number.slice(-6)))).toEqual(rows.map((_, i) => i + 1))
})
