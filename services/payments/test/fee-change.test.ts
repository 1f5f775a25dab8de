import { expect, test } from 'vitest'
import { atProcessor, charged, owe, pay, somebody, withPayments } from './kit.ts'

const kit = withPayments()
const newYear = new Date('2027-01-01T08:00:00.000Z')

/** A change of the schedule is a row with a later date; nobody edits the old one (FEE-13). */
const publishNinetyDollars = () =>
  Object.assign(kit.deps, {
    prices: [...kit.deps.prices, { code: 'RENEWAL', cents: 9000, from: newYear }],
  })

test('CONV-7 FEE-13: the fee changes between the two presses; nothing is charged and the new total is said', async () => {
  publishNinetyDollars()
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person, { lateFrom: null })
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body).toMatchObject({ totalCents: 8000, changesAt: newYear.toISOString() })

  kit.clock.moveTo(newYear)
  expect(await pay(kit, person, feeRequestId)).toMatchObject({
    status: 409,
    body: { type: 'total-changed', why: 'fee', since: '2027-01-01', totalCents: 9000 },
  })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])

  const paid = await pay(kit, person, feeRequestId, { shown: 9000 })
  expect(paid.body).toMatchObject({ state: 'completed', totalCents: 9000 })
  expect(await charged(kit, feeRequestId)).toMatchObject([{ amount: 9000 }])
})

test('CONV-7: pressed in the last millisecond of the old fee, the old fee is charged', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person, { lateFrom: null })
  kit.clock.moveTo(new Date(newYear.getTime() - 1))
  expect((await pay(kit, person, feeRequestId)).body).toMatchObject({
    state: 'completed',
    totalCents: 8000,
  })
})
