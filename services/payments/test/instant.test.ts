import { eventually } from '@peercert/chassis/eventually'
import { expect, test } from 'vitest'
import {
  allStand,
  atProcessor,
  charged,
  owe,
  pay,
  paymentsOf,
  said,
  somebody,
  voucherFor,
  withPayments,
} from './kit.ts'

const kit = withPayments()
const at = (iso: string) => kit.clock.moveTo(new Date(iso))

test('WX-5 FEE-5 CONV-7: pressed at 00:00:05 after expiration with $80 shown, nothing is charged and $160 is said', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  at('2027-01-01T08:00:05.000Z')

  const refused = await pay(kit, person, feeRequestId)
  expect(refused).toMatchObject({
    status: 409,
    body: {
      type: 'total-changed',
      why: 'date',
      since: '2027-01-01',
      totalCents: 16000,
      lines: [
        { feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' },
        { feeCode: 'LATE_RENEWAL', amountCents: 8000, settledBy: 'card' },
      ],
    },
  })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])

  const late = await pay(kit, person, feeRequestId, { shown: 16000 })
  expect(late.body).toMatchObject({ state: 'completed', totalCents: 16000 })
  expect(await charged(kit, feeRequestId)).toMatchObject([{ amount: 16000 }])
})

test('FEE-5: LATE_RENEWAL is due from its very instant, and not a millisecond before', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const total = async () =>
    (await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })).body.totalCents
  at('2027-01-01T07:59:59.999Z')
  expect(await total()).toBe(8000)
  at('2027-01-01T08:00:00.000Z')
  expect(await total()).toBe(16000)
})

test('PAY-6 REN-13: Pay at 23:59:59 with an answer after midnight is on time and costs $80', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  at('2027-01-01T07:59:59.000Z')
  await kit.card.order({
    on: 'answer',
    do: 'delay',
    ms: 300,
    match: { metadata: { feeRequestId } },
  })

  const pressed = pay(kit, person, feeRequestId)
  await eventually(
    async () => ((await paymentsOf(kit, feeRequestId))[0]?.state === 'PENDING' ? true : undefined),
    'the payment on its way',
  )
  at('2027-01-01T08:00:03.000Z')
  const { body } = await pressed
  expect(body).toMatchObject({
    state: 'completed',
    totalCents: 8000,
    stampedAt: '2027-01-01T07:59:59.000Z',
  })
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { paidOn: '2026-12-31', stampedAt: '2027-01-01T07:59:59.000Z', totalCents: 8000 } },
  ])
})

test('PAY-6: the stamp is older than anything else that is done, however long that takes', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  at('2027-01-01T07:59:59.500Z')
  kit.applications.answer('POST /standing/renewals', (request) => {
    at('2027-01-01T08:00:02.000Z')
    return allStand(request)
  })
  const { body } = await pay(kit, person, feeRequestId)
  expect(body).toMatchObject({
    state: 'completed',
    totalCents: 8000,
    stampedAt: '2027-01-01T07:59:59.500Z',
  })
  expect(kit.applications.requests.at(-1)?.body.checks[0].at).toBe('2027-01-01T07:59:59.500Z')
})

test('a total shown too high is refused like one too low: nobody pays another amount than the one shown', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  expect(await pay(kit, person, feeRequestId, { shown: 16000 })).toMatchObject({
    status: 409,
    body: { type: 'total-changed', why: 'date', totalCents: 8000 },
  })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
})

test('REN-24: a late fee waived by finance stands on the list and costs nothing', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person, { lateWaived: true })
  at('2027-02-10T20:00:00.000Z')
  const { body } = await pay(kit, person, feeRequestId)
  expect(body).toMatchObject({
    state: 'completed',
    totalCents: 8000,
    lines: [
      { feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' },
      { feeCode: 'LATE_RENEWAL', amountCents: 0, settledBy: 'waiver' },
    ],
  })
})

test('PAY-6: a voucher whose last day is the day of the stamp is good, whenever the answer comes', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person, { expiresOn: '2026-12-31' })
  const feeRequestId = await owe(kit, person)
  at('2027-01-01T07:59:59.999Z')
  const { body } = await pay(kit, person, feeRequestId, {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  expect(body).toMatchObject({ state: 'completed', totalCents: 0 })
})
