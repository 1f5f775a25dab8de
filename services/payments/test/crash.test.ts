import { randomUUID } from 'node:crypto'
import { expect, type MockInstance, test, vi } from 'vitest'
import {
  atProcessor,
  cardToken,
  charged,
  owe,
  pay,
  paymentsOf,
  said,
  somebody,
  standsNot,
  voucherFor,
  withPayments,
} from './kit.ts'

const kit = withPayments()

/** The process ends in the middle of its work: nothing after this point runs, not even the handling of errors. */
const dies = () => new Promise<never>(() => {})

/** Rows are no sign that the process is where it dies: they can be read before whoever wrote them goes on. */
async function dead(step: MockInstance, times = 1): Promise<void> {
  await vi.waitUntil(() => step.mock.calls.length === times, { timeout: 10_000, interval: 5 })
  step.mockRestore()
}

test('killed between the commit and the processor: the sweeper asks with the same key, one charge at the old instant', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2027-01-01T07:59:59.000Z'))
  const charge = vi.spyOn(kit.deps.processor, 'charge').mockImplementation(dies)
  void pay(kit, person, feeRequestId)
  await dead(charge)
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'PENDING' }])

  kit.clock.moveTo(new Date('2027-01-01T08:05:00.000Z'))
  await kit.sweep()
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  kit.wait(1)
  await kit.sweep()
  expect(await charged(kit, feeRequestId)).toMatchObject([{ amount: 8000 }])
  expect(await said(kit, person, 'payment.completed')).toMatchObject([
    { data: { stampedAt: '2027-01-01T07:59:59.000Z', totalCents: 8000, paidOn: '2026-12-31' } },
  ])
})

test('killed after the processor, before the answer was written: found, completed, charged once', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await kit.card.order({ on: 'webhook', do: 'never', match: { metadata: { feeRequestId } } })
  const { charge } = kit.deps.processor
  const answered = vi.fn<typeof dies>(dies)
  const step = vi.spyOn(kit.deps.processor, 'charge').mockImplementation(async (order) => {
    await charge(order)
    return answered()
  })
  void pay(kit, person, feeRequestId)
  await dead(answered)
  step.mockRestore()
  kit.wait(1)
  await kit.sweep()
  expect((await paymentsOf(kit, feeRequestId)).map((row) => row.state)).toEqual(['CAPTURED'])
  expect(await charged(kit, feeRequestId)).toHaveLength(1)
})

test('killed before the processor could be asked at all: the claim is carried on, at its own instant', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const [byCard, byVoucher] = [await owe(kit, person), await owe(kit, person)]
  const check = vi.spyOn(kit.deps.applications, 'check').mockImplementation(dies)
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]
  void pay(kit, person, byCard, { key, confirmationToken })
  void pay(kit, person, byVoucher, {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  await dead(check, 2)

  const box = await kit.client.get(`/fee-requests/${byCard}`, { token: person.token })
  expect(box.body).toMatchObject({ state: 'checking', payment: { state: 'checking' } })
  expect((await pay(kit, person, byCard, { key, confirmationToken })).body.type).toBe(
    'conflict-in-flight',
  )
  kit.clock.moveTo(new Date('2026-11-11T20:00:00.000Z'))
  kit.wait(1)
  await kit.sweep()
  expect(await paymentsOf(kit, byCard)).toMatchObject([{ state: 'CAPTURED' }])
  expect(await paymentsOf(kit, byVoucher)).toMatchObject([{ state: 'COVERED_BY_VOUCHER' }])
  expect(kit.applications.requests.at(-1)?.body.checks[0].at).toBe('2026-11-10T20:00:00.000Z')
  expect((await pay(kit, person, byCard, { key, confirmationToken })).body.state).toBe('completed')
})

test('a claim whose matter stands no more ends, with its voucher free and the person told at once', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  const check = vi.spyOn(kit.deps.applications, 'check').mockImplementation(dies)
  void pay(kit, person, feeRequestId, {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  await dead(check)

  kit.applications.answer('POST /standing/renewals', () => ({ status: 503 }))
  kit.wait(1)
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'CREATED' }])
  kit.applications.answer('POST /standing/renewals', standsNot('NOT_IN_GOOD_STANDING'))
  kit.wait(2)
  await kit.sweep()
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'CANCELLED' }])
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  const row = await kit.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.voucherId } })
  expect(row.state).toBe('issued')
  expect(await said(kit, person, 'payment.still-unpaid')).toHaveLength(1)
})

test('a retried press whose claim never came about keeps its instant', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2027-01-01T07:59:59.000Z'))
  const [key, confirmationToken] = [randomUUID(), await cardToken(kit)]
  const { prices } = kit.deps
  Object.assign(kit.deps, { prices: undefined })
  expect((await pay(kit, person, feeRequestId, { key, confirmationToken })).status).toBe(500)
  Object.assign(kit.deps, { prices })
  kit.clock.moveTo(new Date('2027-01-01T08:00:20.000Z'))
  const { body } = await pay(kit, person, feeRequestId, { key, confirmationToken })
  expect(body).toMatchObject({
    state: 'completed',
    stampedAt: '2027-01-01T07:59:59.000Z',
    totalCents: 8000,
  })
})
