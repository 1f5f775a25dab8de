import { expect, test } from 'vitest'
import { owe, pay, paymentsOf, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments()
const search = async (text: string, role = 'finance') =>
  (
    await kit.client.post('/staff/payments/search', {
      token: await kit.staff(role),
      body: { text },
    })
  ).body.matches

test('staff find an account by receipt and voucher number, finance also by four digits and the day', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const { body } = await pay(kit, person, await owe(kit, person))
  const receipt = { accountId: person.accountId, found: 'receipt', label: body.receiptNumber }
  expect(await search(` ${body.receiptNumber.toLowerCase()} `, 'reviewer')).toEqual([receipt])
  expect(await search(voucher.number, 'reviewer')).toMatchObject([
    { accountId: person.accountId, found: 'voucher' },
  ])
  const card = [{ accountId: person.accountId, found: 'card', label: '4242, 2026-11-10' }]
  expect(await search('4242 2026-11-10')).toEqual(card)
  expect(await search('4242 11/10/2026')).toEqual(card)
  expect(await search('4242 2026-11-10', 'reviewer')).toEqual([])
  expect(await search('4242 2026-11-11')).toEqual([])
  expect(await search('4242 2026-13-99')).toEqual([])
  expect(await search('R-2026-999999')).toEqual([])
  expect(await search('RW-999999')).toEqual([])
  expect(await search('Vega')).toEqual([])
})

test('CONV-1: the day of a search is the day in California', async () => {
  const person = await somebody(kit)
  kit.clock.moveTo(new Date('2026-11-15T07:30:00.000Z'))
  await pay(kit, person, await owe(kit, person), { card: 'mastercard' })
  expect(await search('4444 2026-11-14')).toMatchObject([{ accountId: person.accountId }])
  expect(await search('4444 2026-11-15')).toEqual([])
})

test('staff see every try with both times, state, card and receipt', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
  const paid = await pay(kit, person, feeRequestId)
  const { body } = await kit.client.get(`/staff/accounts/${person.accountId}/payments`, {
    token: await kit.staff('reviewer'),
  })
  expect(body.payments).toMatchObject([
    {
      state: 'CAPTURED',
      stampedAt: '2026-11-10T20:00:00.000Z',
      processorAt: expect.any(String),
      card: { last4: '4242' },
      receiptNumber: paid.body.receiptNumber,
      overdue: false,
    },
    { state: 'FAILED', failureCode: 'declined', card: { last4: '0002' } },
  ])
})

test('asking the processor turns unknown into known, says who asked and why, and marks nothing as paid', async () => {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person)
  const match = { metadata: { feeRequestId } }
  await kit.card.order({ on: 'webhook', do: 'never', times: 'always', match })
  await kit.card.order({ on: 'answer', do: 'hold', match })
  const { body } = await pay(kit, person, feeRequestId)
  const finance = await kit.staff('finance', 'fin-7')
  const ask = () =>
    kit.client.post(`/staff/payments/${body.paymentId}/inquiry`, {
      token: finance,
      body: { reason: 'the person called' },
    })
  expect((await ask()).body).toMatchObject({ state: 'PENDING', checkingSince: expect.any(String) })
  await kit.card.order({ do: 'release', outcome: 'fail', code: 'insufficient_funds', match })
  expect((await ask()).body).toMatchObject({ state: 'FAILED', failureCode: 'not-enough-money' })
  expect((await ask()).body.state).toBe('FAILED')

  const history = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
    token: finance,
  })
  expect(history.body.lines[0]).toMatchObject({
    code: 'payment.asked',
    filter: 'staff',
    actor: { kind: 'staff', subject: 'fin-7', role: 'finance' },
    reason: 'the person called',
  })
  const missing = '00000000-0000-4000-8000-000000000000'
  const nobody = await kit.client.post(`/staff/payments/${missing}/inquiry`, {
    token: finance,
    body: { reason: 'nothing' },
  })
  expect(nobody.status).toBe(404)
})

test('CONV-10: the history tells every change with facts, rules and what the decision rested on', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const feeRequestId = await owe(kit, person)
  await pay(kit, person, feeRequestId, { card: 'chargeDeclinedInsufficientFunds' })
  await pay(kit, person, feeRequestId, { voucher: { code: 'NO-SUCH-CODE' } })
  await pay(kit, person, feeRequestId)
  const { body } = await kit.client.get(`/staff/accounts/${person.accountId}/history`, {
    token: await kit.staff('admin'),
  })
  expect(body.lines.map((line: { code: string }) => line.code)).toEqual([
    'payment.captured',
    'voucher.refused',
    'payment.failed',
    'voucher.issued',
  ])
  expect(body.lines[0]).toMatchObject({
    facts: { amountCents: 8000, last4: '4242', brand: 'visa' },
    actor: { kind: 'person' },
    ruleIds: expect.arrayContaining(['PAY-6', 'CONV-7']),
    why: {
      stampedAt: '2026-11-10T20:00:00.000Z',
      lines: [{ feeCode: 'RENEWAL', amountCents: 8000 }],
    },
  })
  expect(body.lines[2].facts).toEqual({
    amountCents: 8000,
    code: 'not-enough-money',
    last4: '9995',
  })
  expect(body.lines[3]).toMatchObject({
    facts: { number: voucher.number },
    reason: 'granted by the county',
  })
})

test('the list of unknown payments has the oldest first and forgets what is known', async () => {
  const list = async () =>
    (await kit.client.get('/staff/payments/unknown', { token: await kit.staff('finance') })).body
      .payments
  const before = (await list()).length
  const person = await somebody(kit)
  const requests = [await owe(kit, person), await owe(kit, person)]
  for (const feeRequestId of requests) {
    await kit.card.order({ on: 'answer', do: 'hold', match: { metadata: { feeRequestId } } })
    await pay(kit, person, feeRequestId)
  }
  const rows = (await list()).slice(before)
  const [first] = await paymentsOf(kit, requests[0] ?? '')
  expect(rows).toMatchObject([{ paymentId: first?.id, overdue: false }, {}])
  for (const feeRequestId of requests)
    await kit.card.order({
      do: 'release',
      outcome: 'succeed',
      match: { metadata: { feeRequestId } },
    })
  kit.wait(1)
  await kit.sweep()
  expect(await list()).toHaveLength(before)
})
