import { expect, test } from 'vitest'
import { charged, owe, pay, type Person, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments()
const tryCode = (person: Person, feeRequestId: string, code: string) =>
  kit.client.post(`/fee-requests/${feeRequestId}/quotes`, {
    token: person.token,
    body: { voucher: { code } },
  })

test('WVR-15: after five wrong codes in 15 minutes the field is locked for 15 minutes, for Apply and for Pay', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  for (const code of ['A1', 'A2', 'A3', 'A4']) {
    const reply = await tryCode(person, feeRequestId, code)
    expect(reply.body).toMatchObject({ type: 'voucher-unknown' })
    expect(reply.body.lockedUntil).toBeUndefined()
  }
  // The fifth comes by way of Pay, and says until when.
  const fifth = await pay(kit, person, feeRequestId, { voucher: { code: 'A5' } })
  expect(fifth.body).toMatchObject({ type: 'voucher-unknown', lockedUntil: expect.any(String) })

  expect((await tryCode(person, feeRequestId, voucher.code)).body).toMatchObject({
    type: 'voucher-locked',
    lockedUntil: fifth.body.lockedUntil,
  })
  const locked = await pay(kit, person, feeRequestId, { voucher: { code: voucher.code } })
  expect(locked).toMatchObject({ status: 409, body: { type: 'voucher-locked' } })
  expect(await charged(kit, feeRequestId)).toEqual([])
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.voucherLockedUntil).toBe(fifth.body.lockedUntil)

  kit.wait(16)
  expect((await tryCode(person, feeRequestId, voucher.code)).body.totalCents).toBe(0)
})

test('WVR-15: the lock is of one person, holds on machine time, and paying by card goes on', async () => {
  const [guesser, other] = [await somebody(kit), await somebody(kit)]
  const voucher = await voucherFor(kit, other)
  const [first, second] = [await owe(kit, guesser), await owe(kit, other)]
  for (const code of ['1', '2', '3', '4', '5']) await tryCode(guesser, first, code)
  kit.clock.moveTo(new Date('2026-12-24T20:00:00.000Z'))
  expect((await tryCode(guesser, first, '6')).body.type).toBe('voucher-locked')
  expect((await tryCode(other, second, voucher.code)).status).toBe(200)
  expect((await pay(kit, guesser, first)).body.state).toBe('completed')
})

test('WVR-15: a voucher the person holds can be chosen although the field is locked', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  for (const code of ['1', '2', '3', '4', '5']) await tryCode(person, feeRequestId, code)
  const paid = await pay(kit, person, feeRequestId, {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  expect(paid.body.state).toBe('completed')
})

test('WVR-15: own vouchers that cannot be used are no guesses', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person, { expiresOn: '2026-11-20' })
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2026-11-25T20:00:00.000Z'))
  for (const _ of [1, 2, 3, 4, 5, 6])
    expect((await tryCode(person, feeRequestId, voucher.code)).body.type).toBe('voucher-expired')
})

test('WVR-15: twenty guesses at once are counted one by one', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => tryCode(person, feeRequestId, `GUESS${i}`)),
  )
  const types = replies.map((reply) => reply.body.type)
  expect(types.filter((type) => type === 'voucher-unknown')).toHaveLength(5)
  expect(types.filter((type) => type === 'voucher-locked')).toHaveLength(15)
})
