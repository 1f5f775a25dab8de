import { expect, test } from 'vitest'
import { atProcessor, owe, pay, paymentsOf, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments({ CARD_FAILURES_UNTIL_DOWN: '2', CARD_TIMEOUT_MS: '150' })
const cardsWork = async () => (await kit.client.get('/pay-box')).body.cardsWork

test('after failures in a row cards rest: Pay says so before the processor is asked, vouchers go on, and it heals', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  expect(await cardsWork()).toBe(true)
  for (const _ of [1, 2]) {
    const feeRequestId = await owe(kit, person)
    await kit.card.order({ on: 'answer', do: 'never', match: { metadata: { feeRequestId } } })
    expect((await pay(kit, person, feeRequestId)).body.state).toBe('checking')
  }
  expect(await cardsWork()).toBe(false)

  const feeRequestId = await owe(kit, person)
  const down = await pay(kit, person, feeRequestId)
  expect(down).toMatchObject({ status: 503, body: { type: 'payments-down' } })
  expect(down.headers['retry-after']).toBeDefined()
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  expect(await paymentsOf(kit, feeRequestId)).toEqual([])

  const covered = await pay(kit, person, await owe(kit, person), {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  expect(covered.body.state).toBe('completed')

  kit.wait(1)
  await kit.sweep()
  expect(await cardsWork()).toBe(true)
  expect((await pay(kit, person, feeRequestId)).body.state).toBe('completed')
})
