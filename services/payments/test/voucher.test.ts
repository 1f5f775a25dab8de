import { expect, test } from 'vitest'
import {
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
const late = '2027-02-10T20:00:00.000Z'
const quote = (token: string, feeRequestId: string, voucher: object) =>
  kit.client.post(`/fee-requests/${feeRequestId}/quotes`, { token, body: { voucher } })

test('WX-66 WVR-4 WVR-14 PAY-9: a renewal voucher on time pays all, with a receipt of $0', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.heldVouchers).toEqual([
    {
      voucherId: voucher.voucherId,
      number: voucher.number,
      feeCode: 'RENEWAL',
      expiresOn: '2027-11-10',
    },
  ])

  const paid = await pay(kit, person, feeRequestId, {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  expect(paid.body).toMatchObject({
    state: 'completed',
    totalCents: 0,
    lines: [
      {
        feeCode: 'RENEWAL',
        amountCents: 8000,
        settledBy: 'voucher',
        voucherNumber: voucher.number,
      },
    ],
  })
  expect(paid.body.card).toBeUndefined()
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  expect(await paymentsOf(kit, feeRequestId)).toMatchObject([{ state: 'COVERED_BY_VOUCHER' }])
  const receipt = await kit.client.get(`/receipts/${paid.body.receiptId}`, { token: person.token })
  expect(receipt.body).toMatchObject({ totalCents: 0, number: paid.body.receiptNumber })
  const types = (await said(kit, person)).map((event) => event.type)
  expect(types).toEqual(['voucher.issued', 'voucher.held', 'voucher.redeemed', 'payment.completed'])
})

test('WX-66 WVR-11 WVR-13 FEE-5: the same voucher late covers $80, the card pays the late fee of $80', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date(late))

  const applied = await quote(person.token, feeRequestId, { code: voucher.code })
  expect(applied.body).toMatchObject({ totalCents: 8000, appliedVoucherId: voucher.voucherId })
  const paid = await pay(kit, person, feeRequestId, { voucher: { code: voucher.code } })
  expect(paid.body).toMatchObject({
    state: 'completed',
    totalCents: 8000,
    lines: [
      { feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'voucher' },
      { feeCode: 'LATE_RENEWAL', amountCents: 8000, settledBy: 'card' },
    ],
  })
  expect(await charged(kit, feeRequestId)).toMatchObject([{ amount: 8000 }])
})

test('WVR-14: good voucher, declined card: the voucher is not used up, and pays with the next card', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date(late))
  const paying = { voucher: { voucherId: voucher.voucherId } }

  const refused = await pay(kit, person, feeRequestId, { ...paying, card: 'chargeDeclined' })
  expect(refused.body).toMatchObject({
    state: 'failed',
    failure: { code: 'declined', voucherReleased: true },
  })
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.heldVouchers).toMatchObject([{ voucherId: voucher.voucherId }])
  expect((await pay(kit, person, feeRequestId, paying)).body.state).toBe('completed')
  const types = (await said(kit, person)).map((event) => event.type)
  expect(types.filter((type) => type.startsWith('voucher.'))).toEqual([
    'voucher.issued',
    'voucher.held',
    'voucher.released',
    'voucher.held',
    'voucher.redeemed',
  ])
})

test('WVR-15: a refused code never lets the card be charged, even filled in', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const reply = await pay(kit, person, feeRequestId, { voucher: { code: 'AAAA-BBBB-CCCC-DDDD' } })
  expect(reply).toMatchObject({ status: 422, body: { type: 'voucher-unknown' } })
  expect(await atProcessor(kit, feeRequestId)).toEqual([])
  expect(await paymentsOf(kit, feeRequestId)).toEqual([])
})

test('WVR-15: spaces, dashes, case and letters that look like digits never matter', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  const typed = ` ${voucher.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} –`
  expect((await quote(person.token, feeRequestId, { code: typed })).body.totalCents).toBe(0)
})

test('a code typed without Apply: fully covered it is done, with a rest the new total is shown first', async () => {
  const person = await somebody(kit)
  const [onTime, other] = [await voucherFor(kit, person), await voucherFor(kit, person)]
  const first = await owe(kit, person)
  const done = await pay(kit, person, first, { shown: 8000, voucher: { code: onTime.code } })
  expect(done.body).toMatchObject({ state: 'completed', totalCents: 0 })
  expect(await atProcessor(kit, first)).toEqual([])

  const second = await owe(kit, person)
  kit.clock.moveTo(new Date(late))
  const rest = await pay(kit, person, second, {
    shown: 16000,
    card: null,
    voucher: { code: other.code },
  })
  expect(rest).toMatchObject({
    status: 409,
    body: { type: 'total-changed', why: 'voucher', totalCents: 8000 },
  })
  expect(await paymentsOf(kit, second)).toEqual([])
})

test('a page that counted on a voucher it did not send is told so', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  expect((await pay(kit, person, feeRequestId, { shown: 0 })).body).toMatchObject({
    type: 'total-changed',
    why: 'voucher',
    totalCents: 8000,
  })
})

test('WVR-6 WVR-15: NOT_YOURS says nothing about the person it belongs to', async () => {
  const [owner, other] = [await somebody(kit), await somebody(kit)]
  const voucher = await voucherFor(kit, owner)
  const feeRequestId = await owe(kit, other)
  const reply = await quote(other.token, feeRequestId, { code: voucher.code })
  expect(reply).toMatchObject({ status: 422, body: { type: 'voucher-not-yours' } })
  expect(Object.keys(reply.body).toSorted()).toEqual(['status', 'title', 'type'])
  expect((await quote(other.token, feeRequestId, { voucherId: voucher.voucherId })).body.type).toBe(
    'voucher-not-yours',
  )
})

test('WVR-5 WVR-15 CONV-5: EXPIRED from the day after its last day, with that date', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person, { expiresOn: '2026-11-20' })
  const feeRequestId = await owe(kit, person)
  kit.clock.moveTo(new Date('2026-11-21T07:59:59.999Z'))
  expect((await quote(person.token, feeRequestId, { code: voucher.code })).status).toBe(200)
  kit.clock.moveTo(new Date('2026-11-21T08:00:00.000Z'))
  expect(await quote(person.token, feeRequestId, { code: voucher.code })).toMatchObject({
    status: 422,
    body: { type: 'voucher-expired', endedOn: '2026-11-20' },
  })
  expect(
    (await pay(kit, person, feeRequestId, { voucher: { code: voucher.code } })).body.type,
  ).toBe('voucher-expired')
})

test('WVR-15: ALREADY_USED says when, and leads to the own receipt', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const paying = { shown: 0, card: null, voucher: { code: voucher.code } }
  const paid = await pay(kit, person, await owe(kit, person), paying)
  expect((await pay(kit, person, await owe(kit, person), paying)).body).toMatchObject({
    type: 'voucher-already-used',
    usedOn: '2026-11-10',
    receiptId: paid.body.receiptId,
  })
})

test('WVR-11 WVR-15: WRONG_FEE where the voucher pays for nothing that is due', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  await kit.deps.db.voucher.update({ where: { id: voucher.voucherId }, data: { feeCode: 'EXAM' } })
  const feeRequestId = await owe(kit, person)
  expect((await quote(person.token, feeRequestId, { code: voucher.code })).body).toMatchObject({
    type: 'voucher-wrong-fee',
    feeCode: 'EXAM',
  })
})

test('WVR-2 WVR-15: PROGRAM_CLOSED when its program ended before the voucher', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  await kit.deps.db.voucher.update({
    where: { id: voucher.voucherId },
    data: { program: 'RENEWAL-PILOT' },
  })
  const feeRequestId = await owe(kit, person)
  expect((await quote(person.token, feeRequestId, { code: voucher.code })).body.type).toBe(
    'voucher-program-closed',
  )
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.heldVouchers).toEqual([])
})

test('WVR-4 WVR-6: the code is said once, to the mail, and stands in no event and no history', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  expect(voucher.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(voucher.number).toMatch(/^RW-\d{4,}$/)
  const history = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
    token: await kit.staff('reviewer'),
  })
  const everything = JSON.stringify([await said(kit, person), history.body])
  expect(everything).not.toContain(voucher.code)
  expect(everything).not.toContain(voucher.code.replaceAll('-', ''))

  await pay(kit, person, await owe(kit, person), {
    shown: 0,
    card: null,
    voucher: { code: voucher.code },
  })
  const after = await kit.client.post('/voucher-codes', {
    token: await kit.serviceToken('notifications'),
    body: { voucherIds: [voucher.voucherId] },
  })
  expect(after.body.codes).toEqual([])
})

test('WVR-5: a voucher ends with its program or after twelve months, and finance cannot go beyond', async () => {
  const person = await somebody(kit)
  const issue = async (body: object) =>
    kit.client.post(`/staff/accounts/${person.accountId}/vouchers`, {
      token: await kit.staff('finance'),
      body: { program: 'RENEWAL-2026', feeCode: 'RENEWAL', reason: 'granted', ...body },
    })
  expect((await issue({})).body).toMatchObject({
    state: 'issued',
    issuedOn: '2026-11-10',
    expiresOn: '2027-11-10',
  })
  expect(await issue({ expiresOn: '2027-11-11' })).toMatchObject({
    status: 422,
    body: { type: 'voucher-dates-refused', latest: '2027-11-10' },
  })
  expect((await issue({ expiresOn: '2026-11-09' })).body.type).toBe('voucher-dates-refused')
  expect((await issue({ program: 'RENEWAL-PILOT' })).body.type).toBe('voucher-program-closed')
  expect((await issue({ program: 'NOBODY-KNOWS' })).body.type).toBe('voucher-program-closed')
  expect((await issue({ feeCode: 'LATE_RENEWAL' })).body.type).toBe('voucher-program-closed')
  kit.clock.moveTo(new Date('2028-06-01T19:00:00Z'))
  expect((await issue({})).body.expiresOn).toBe('2028-12-31')
})

test('staff see vouchers with their state, and programs with whether they are open', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person, { expiresOn: '2026-11-20' })
  kit.clock.moveTo(new Date('2026-11-21T20:00:00.000Z'))
  const token = await kit.staff('finance')
  const list = await kit.client.get(`/staff/accounts/${person.accountId}/vouchers`, { token })
  expect(list.body.vouchers).toMatchObject([{ number: voucher.number, state: 'expired' }])
  const { body } = await kit.client.get('/staff/voucher-programs', { token })
  expect(body.programs).toMatchObject([
    { code: 'RENEWAL-2026', open: true, redeemUntil: '2028-12-31' },
    { code: 'RENEWAL-PILOT', open: false, redeemUntil: '2026-06-30' },
  ])
})
