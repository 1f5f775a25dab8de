import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { owe, pay, said, somebody, withPayments } from './kit.ts'

const kit = withPayments()
const unpaid = async (person: Parameters<typeof said>[1]) =>
  said(kit, person, 'payment.still-unpaid')

test('M-10: 15 minutes after the last failed try it is said once, although two tries failed', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
  kit.wait(10)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclinedIncorrectCvc' })
  kit.wait(14)
  await kit.sweep()
  expect(await unpaid(person)).toEqual([])
  kit.wait(2)
  await kit.sweep()
  await kit.sweep()
  expect(await unpaid(person)).toMatchObject([
    { data: { feeRequestId, totalCents: 8000, failedOn: '2026-11-10' } },
  ])
})

test('M-10: once for each matter and civil day, also when what is owed was asked for again', async () => {
  const person = await somebody(kit)
  const matterId = randomUUID()
  for (const feeRequestId of [
    await owe(kit, person, { matterId }),
    await owe(kit, person, { matterId }),
  ]) {
    await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
    kit.wait(16)
    await kit.sweep()
  }
  expect(await unpaid(person)).toHaveLength(1)

  kit.clock.moveTo(new Date('2026-11-11T20:00:00.000Z'))
  await pay(kit, person, await owe(kit, person, { matterId }), { card: 'chargeDeclined' })
  kit.wait(16)
  await kit.sweep()
  expect((await unpaid(person)).map((event) => event.data.failedOn)).toEqual([
    '2026-11-10',
    '2026-11-11',
  ])
})

test('M-10: who pays within the 15 minutes hears nothing', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
  await pay(kit, person, feeRequestId)
  kit.wait(16)
  await kit.sweep()
  expect(await unpaid(person)).toEqual([])
})

test('M-10: while another try is under way nothing is said; when it fails, its own 15 minutes count', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
  await pay(kit, person, feeRequestId, { card: 'authenticationRequired' })
  kit.wait(16)
  await kit.sweep()
  expect(await unpaid(person)).toEqual([])
})

test('M-10: who paid for the same matter under another request hears nothing', async () => {
  const person = await somebody(kit)
  const matterId = randomUUID()
  await pay(kit, person, await owe(kit, person, { matterId }), { card: 'chargeDeclined' })
  await pay(kit, person, await owe(kit, person, { matterId }))
  kit.wait(16)
  await kit.sweep()
  expect(await unpaid(person)).toEqual([])
})
