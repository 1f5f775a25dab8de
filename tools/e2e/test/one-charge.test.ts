import { randomUUID } from 'node:crypto'
import { addDays, addYears, at, dateOf, type CivilDate } from '@peercert/chassis/civil-date'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Holder, type Payment } from '../src/holder.ts'
import { startMs, startSystem, type System } from '../src/system.ts'
import {
  cardOrder,
  cardToken,
  holdAnswer,
  release,
  watchCharges,
  type Watch,
} from '../src/trouble.ts'

let system: System
const used = new Set<string>()
beforeAll(async () => {
  system = await startSystem()
}, startMs)
afterAll(() => system?.stop())

/** Whoever has a window just opened and is not part of a test yet. */
function nextHolder(shows = 'window-just-opened'): Holder {
  const person = system.people.find((one) => one.shows === shows && !used.has(one.email))
  if (!person) throw new Error(`nobody is left who shows ${shows}`)
  used.add(person.email)
  return new Holder(system, person)
}

async function readyToPay(holder: Holder) {
  await holder.fill()
  const { feeRequestId, totalCents } = await holder.checkOut()
  const watch = await watchCharges(system)
  const body = { shownTotalCents: totalCents, confirmationToken: await cardToken(system, 'good') }
  return { feeRequestId, body, watch }
}

/** One charge, one receipt, one renewal, two years. */
async function renewedOnce(holder: Holder, watch: Watch, before: CivilDate) {
  await expect
    .poll(async () => (await holder.certification()).expiresOn, { timeout: 30_000 })
    .toBe(addYears(before, 2))
  expect(new Set(await watch.charges()).size, 'charges').toBe(1)
  const { receipts } = await holder.get<{ receipts: { totalCents: number }[] }>(
    'payments',
    'GET /me/receipts',
  )
  expect(receipts.map((one) => one.totalCents)).toEqual([8000])
  expect((await holder.certification()).certificates).toHaveLength(2)
}

const expiresOn = async (holder: Holder) => (await holder.certification()).expiresOn

describe('one payable item is charged once (PAY-4, WX-65)', () => {
  test('WX-65 PAY-4: a double click on Pay is one charge of $80', async () => {
    const holder = nextHolder()
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const before = await expiresOn(holder)
    const [one, two] = await Promise.all([
      holder.press(feeRequestId, body),
      holder.press(feeRequestId, body),
    ])
    expect(
      [one.body, two.body]
        .map(({ state, type }) => state ?? type)
        .filter((word) => word === 'completed'),
    ).toHaveLength(1)
    await renewedOnce(holder, watch, before)
  })

  test('PAY-4: the same press sent again is answered with the same payment', async () => {
    const holder = nextHolder()
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const [before, key] = [await expiresOn(holder), randomUUID()]
    const first = await holder.press(feeRequestId, body, key)
    const again = await holder.press(feeRequestId, body, key)
    expect(again).toEqual(first)
    const other = await holder.press(feeRequestId, { ...body, shownTotalCents: 1 }, key)
    expect([other.status, other.body.type]).toEqual([
      422,
      expect.stringContaining('idempotency-mismatch'),
    ])
    await renewedOnce(holder, watch, before)
  })

  test('PAY-4: twenty presses at once, each with a key of its own, are one charge', async () => {
    const holder = nextHolder()
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const before = await expiresOn(holder)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => cardToken(system, 'good')))
    const answers = await Promise.all(
      tokens.map((confirmationToken) => holder.press(feeRequestId, { ...body, confirmationToken })),
    )
    expect(answers.filter(({ body: { state } }) => state === 'completed')).toHaveLength(1)
    for (const { status } of answers) expect([200, 409]).toContain(status)
    await renewedOnce(holder, watch, before)
  })
})

/** How often each order lets us hear of a payment. */
const webhooks = [
  ['before', 1],
  ['twice', 2],
  ['late', 1],
  ['never', 0],
] as const

describe('whatever the processor tells us, and when (PAY-4, PAY-6)', () => {
  test.each(webhooks)(
    'PAY-4: a webhook that comes %s leaves one charge and one renewal',
    async (how, times) => {
      const holder = nextHolder()
      const { feeRequestId, body, watch } = await readyToPay(holder)
      const before = await expiresOn(holder)
      await cardOrder(system, { on: 'webhook', do: how, ...(how === 'late' && { ms: 1500 }) })
      const { body: paid } = await holder.press(feeRequestId, body)
      expect(paid.state).toBe('completed')
      await expect.poll(watch.told, { timeout: 10_000 }).toBe(times)
      await renewedOnce(holder, watch, before)
    },
  )

  test('PAY-4 PAY-6: charged, and neither answer nor webhook ever come: the sweeper finds the payment', async () => {
    const holder = nextHolder('drafted')
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const before = await expiresOn(holder)
    await cardOrder(system, { on: 'webhook', do: 'never' })
    await cardOrder(system, { do: 'drop' })
    await holder.press(feeRequestId, body)
    await renewedOnce(holder, watch, before)
  })

  test('PAY-6: while nobody knows, a second Pay is refused and charges nothing', async () => {
    const holder = nextHolder('drafted')
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const before = await expiresOn(holder)
    await holdAnswer(system, feeRequestId)
    const { body: first } = await holder.press(feeRequestId, body)
    expect(first.state).toBe('checking')
    const second = await holder.press(feeRequestId, {
      ...body,
      confirmationToken: await cardToken(system, 'good'),
    })
    expect([second.status, second.body.type]).toEqual([
      409,
      expect.stringContaining('payment-under-way'),
    ])
    expect(await watch.charges()).toEqual([])
    await release(system, { match: { metadata: { feeRequestId } } })
    await renewedOnce(holder, watch, before)
  })
})

describe('the instant of the second Pay decides (PAY-6, REN-13)', () => {
  test('REN-13 PAY-6: Pay received at 23:59:59 on the last day and answered after midnight is on time for $80', async () => {
    const holder = nextHolder('last-day')
    const before = await expiresOn(holder)
    const { feeRequestId, body, watch } = await readyToPay(holder)
    const midnight = at(addDays(before, 1), 0)
    await holdAnswer(system, feeRequestId)
    await system.moveTo(new Date(midnight.getTime() - 1_000).toISOString())
    const { body: pressed } = await holder.press(feeRequestId, body)
    expect([pressed.state, pressed.totalCents, dateOf(new Date(pressed.stampedAt))]).toEqual([
      'checking',
      8000,
      before,
    ])
    await system.moveTo(new Date(midnight.getTime() + 60_000).toISOString())
    await release(system, { match: { metadata: { feeRequestId } } })
    await renewedOnce(holder, watch, before)
    const paid = await holder.get<Payment>('payments', `GET /payments/${pressed.paymentId}`)
    expect([paid.state, paid.stampedAt]).toEqual(['completed', pressed.stampedAt])
    expect((await holder.certification()).status).toBe('ACTIVE')
  })

  test('REN-13 WX-5: Pay at midnight plus a second finds $160 due, and the $80 that stood there is not charged', async () => {
    const holder = nextHolder('last-day')
    const before = await expiresOn(holder)
    await system.moveTo(new Date(at(before, 12)).toISOString())
    const { feeRequestId, body, watch } = await readyToPay(holder)
    await system.moveTo(new Date(at(addDays(before, 1), 0).getTime() + 1_000).toISOString())
    const { status, body: refused } = await holder.press(feeRequestId, body)
    expect([status, refused.type]).toEqual([
      409,
      expect.stringMatching(/total-changed|matter-changed/),
    ])
    // Seen and agreed to, $160 is still not paid: the late box has not been signed.
    const unsigned = await holder.press(feeRequestId, {
      shownTotalCents: 16000,
      confirmationToken: await cardToken(system, 'good'),
    })
    expect([unsigned.status, unsigned.body.type]).toEqual([
      409,
      expect.stringContaining('matter-changed'),
    ])
    expect(await watch.asked()).toBe(0)
  })
})
