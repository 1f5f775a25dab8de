import { events as paymentsEvents } from '@peercert/contracts/payments'
import { describe, expect, test } from 'vitest'
import { instant, pay, paymentOf, withApplications } from './kit.ts'

const kit = withApplications()

const published = async (type: string, accountId: string) =>
  (await kit.published(type)).filter((event) => event.key === accountId)

describe('one renewal for one payment', () => {
  test('PAY-4, WX-65: the same fact told again does nothing', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const data = paymentOf(person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    for (let time = 0; time < 3; time++)
      await kit.deliver(paymentsEvents, 'payment.completed', person.accountId, data)
    expect(await published('renewal.completed', person.accountId)).toHaveLength(1)
    expect((await kit.certification(person)).certificates).toHaveLength(2)
  })

  test('PAY-4: the same fact twice at the same moment renews once', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const data = paymentOf(person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    await Promise.all(
      [1, 2, 3].map(() => kit.deliver(paymentsEvents, 'payment.completed', person.accountId, data)),
    )
    expect(await published('renewal.completed', person.accountId)).toHaveLength(1)
    expect((await kit.certification(person)).expiresOn).toBe('2028-12-31')
  })

  test('PAY-7: a second payment that can renew nothing is not lost', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2026-11-10 14:13' })
    const second = await pay(kit, person, { ...paid, at: '2026-11-10 14:14' })
    expect((await kit.certification(person)).expiresOn).toBe('2028-12-31')
    const token = await kit.staff('finance')
    const path = `/staff/accounts/${person.accountId}/certification`
    expect((await kit.client.get(path, { token })).body.unusedPayments).toEqual([
      {
        paymentId: second,
        totalCents: 8000,
        receiptNumber: 'R-2026-004417',
        stampedAt: instant('2026-11-10 14:14').toISOString(),
        because: 'ALREADY_RENEWED',
      },
    ])
    const refund = { paymentId: second, refundId: crypto.randomUUID(), amountCents: 8000 }
    const { accountId } = person
    await kit.deliver(paymentsEvents, 'payment.refunded', accountId, { ...refund, accountId })
    expect((await kit.client.get(path, { token })).body.unusedPayments).toBeUndefined()
    expect((await kit.history(person))[0]).toMatchObject({
      code: 'payment.not-used',
      filter: 'money',
      facts: { because: 'ALREADY_RENEWED', totalCents: 8000 },
    })
  })

  test('PAY-7: money for a form nobody knows is kept as well', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const nowhere = { renewalId: crypto.randomUUID(), feeRequestId: crypto.randomUUID() }
    await pay(kit, person, { ...nowhere, at: '2026-11-10 14:13' })
    expect((await kit.history(person))[0]).toMatchObject({ code: 'payment.not-used' })
  })
})

describe('vouchers', () => {
  const voucher = {
    feeCode: 'RENEWAL',
    amountCents: 8000,
    settledBy: 'voucher',
    voucherNumber: 'RW-7731',
  }

  test('WX-66, PAY-9: in time the voucher pays all of it, and it is renewed at once', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = { ...(await kit.ready(person)), at: '2026-11-10 14:13' }
    const data = { ...paymentOf(person, paid), lines: [voucher], totalCents: 0 }
    await kit.deliver(paymentsEvents, 'payment.completed', person.accountId, data)
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'completed',
      paid: { totalCents: 0, receiptNumber: 'R-2026-004417' },
    })
  })

  test('WX-66, WVR-11: late it pays the renewal fee, a card the late fee; both lines are settled', async () => {
    kit.goTo('2027-03-01 10:00')
    const person = await kit.holder()
    const paid = { ...(await kit.ready(person)), at: '2027-03-01 10:05', late: true }
    const data = paymentOf(person, paid)
    const lines = [voucher, ...data.lines.slice(1)]
    const told = { ...data, lines, totalCents: 8000 }
    await kit.deliver(paymentsEvents, 'payment.completed', person.accountId, told)
    const token = await kit.staff('reviewer')
    const path = `/staff/late-reviews/${paid.renewalId}`
    const { body } = await kit.client.get(path, { token })
    expect(body.sent.paidCents).toBe(8000)
    expect(body.checks[1]).toMatchObject({
      check: 'fees-settled',
      met: true,
      facts: { RENEWAL: 'voucher', LATE_RENEWAL: 'card' },
    })
  })
})

describe('a payment whose outcome is unknown', () => {
  const state = (
    paymentId: string,
    paid: { renewalId: string; feeRequestId: string },
    accountId: string,
  ) => ({
    paymentId,
    feeRequestId: paid.feeRequestId,
    accountId,
    matterId: paid.renewalId,
    totalCents: 8000,
    stampedAt: instant('2026-11-10 14:13').toISOString(),
  })

  test('promise 4: nothing is offered until it is known, then the form is open again', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    const paymentId = crypto.randomUUID()
    const told = state(paymentId, paid, person.accountId)
    await kit.deliver(paymentsEvents, 'payment.checking', person.accountId, told)

    const { token } = person
    expect(await kit.renewal(person)).toMatchObject({
      possible: false,
      renewal: { state: 'checking' },
    })
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'payment-being-checked',
      facts: { badge: 'active-started' },
    })
    const save = await kit.client.patch('/me/renewal', { token, body: { version: 99 } })
    expect(save.body.type).toBe('no-draft')
    const again = await kit.client.post('/me/renewal/checkout', { token, body: {} })
    expect(again.body).toEqual({ feeRequestId: paid.feeRequestId })
    const start = await kit.client.post('/me/renewal', { token })
    expect(start.body).toMatchObject({ renewalId: paid.renewalId, state: 'checking' })

    const other = { ...told, paymentId: crypto.randomUUID(), code: 'declined' }
    await kit.deliver(paymentsEvents, 'payment.failed', person.accountId, other)
    expect((await kit.renewal(person)).renewal?.state).toBe('checking')
    const failed = { ...told, code: 'declined' }
    await kit.deliver(paymentsEvents, 'payment.failed', person.accountId, failed)
    expect(await kit.renewal(person)).toMatchObject({ possible: true, renewal: { state: 'draft' } })
    expect((await kit.history(person)).slice(0, 2).map((line) => line.code)).toEqual([
      'renewal.payment-failed',
      'renewal.payment-checking',
    ])

    // A fact that was lost and comes late must not close the form for good.
    await kit.repeat('payment.checking', person.accountId)
    expect((await kit.renewal(person)).renewal?.state).toBe('draft')
  })

  test('known to be good it renews; a failure told afterwards changes nothing', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    const paymentId = crypto.randomUUID()
    const told = state(paymentId, paid, person.accountId)
    await kit.deliver(paymentsEvents, 'payment.checking', person.accountId, told)
    await pay(kit, person, { ...paid, paymentId, at: '2026-11-10 14:13' })
    const failed = { ...told, code: 'declined' }
    await kit.deliver(paymentsEvents, 'payment.failed', person.accountId, failed)
    expect((await kit.certification(person)).standing.state).toBe('renewed')
  })
})
