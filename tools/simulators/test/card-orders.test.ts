import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { describe, expect, test, vi } from 'vitest'
import { aMerchant } from './card-kit.ts'

const kit = aMerchant()

describe('by order', () => {
  test('a payment is held: no answer, no news, until it is released', async () => {
    await kit.order({ do: 'hold', match: { metadata: { feeRequestId: 'fee-1' } } })
    const held = kit.pay('pm_card_visa', 'held-1')
    const { id } = await vi.waitFor(async () => {
      const { data } = await kit.stripe.paymentIntents.list()
      expect(data).toHaveLength(1)
      return data[0] as Stripe.PaymentIntent
    })
    expect(await kit.stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'processing' })
    expect(kit.heard).toEqual([])
    expect((await kit.order({ do: 'release', id, outcome: 'succeed' })).status).toBe(201)
    expect((await held).status).toBe('succeeded')
    await kit.hears(1)
  })

  test('a held payment survives a restart, and can then fail', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'card-'))
    await kit.restart({ folder })
    kit.stripe = kit.client({ timeout: 300 })
    await kit.order({ do: 'hold' })
    await expect(kit.pay('pm_card_visa', 'held-2')).rejects.toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    )
    await kit.restart({ folder })
    const { data } = await kit.stripe.paymentIntents.list()
    expect(data[0]).toMatchObject({ status: 'processing' })
    await kit.order({ do: 'release', id: data[0]?.id, outcome: 'fail', code: 'insufficient_funds' })
    const failed = await kit.stripe.paymentIntents.retrieve(data[0]?.id ?? '')
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    })
  })

  test('a hanging answer still charges, and the same key finds the charge', async () => {
    await kit.order({ do: 'hang' })
    const params = await kit.paramsFor()
    const hasty = kit.client({ timeout: 300 })
    const once = { idempotencyKey: 'hang-1' }
    await expect(hasty.paymentIntents.create(params, once)).rejects.toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    )
    await kit.hears(1)
    const again = await kit.stripe.paymentIntents.create(params, once)
    expect(again.status).toBe('succeeded')
    expect((await kit.stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  test('refusals, server errors and swallowed requests happen once and then no more', async () => {
    await kit.order({ do: 'refuse', code: 'incorrect_number', match: { amount: 8000 } })
    await expect(kit.pay()).rejects.toMatchObject({ code: 'incorrect_number' })
    await kit.order({ do: 'server-error', match: { last4: '4242' } })
    await expect(kit.pay()).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError)
    await kit.order({ do: 'server-error', match: { operation: 'retrieve' } })
    const intent = await kit.pay()
    await expect(kit.stripe.paymentIntents.retrieve(intent.id)).rejects.toMatchObject({
      statusCode: 500,
    })
    expect((await kit.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
    expect(await (await fetch(`${kit.card.url}/orders`)).json()).toEqual([])
  })

  test('news comes before the answer, twice, never, forged, or in another order', async () => {
    await kit.order({ on: 'webhook', do: 'before' })
    await kit.pay()
    expect(kit.heard).toHaveLength(1)
    await kit.order({ on: 'webhook', do: 'twice' })
    await kit.pay()
    await kit.hears(3)
    expect(kit.heard[1]?.id).toBe(kit.heard[2]?.id)
    await kit.order({ on: 'webhook', do: 'never' })
    await kit.pay()
    await kit.order({ on: 'webhook', do: 'forged' })
    await kit.pay()
    await kit.hears(4)
    expect(kit.refused).toBe(1)
    await kit.order({ on: 'webhook', do: 'reordered' })
    const first = await kit.pay()
    const second = await kit.pay()
    await kit.hears(6)
    const ids = kit.heard.slice(4).map(({ data }) => (data.object as Stripe.PaymentIntent).id)
    expect(ids).toEqual([second.id, first.id])
  })

  test('a bank takes a payment back, and the merchant is told', async () => {
    const { id } = await kit.pay()
    await kit.hears(1)
    await kit.order({ do: 'dispute', id, reason: 'fraudulent' })
    await kit.hears(2)
    expect(kit.heard[1]).toMatchObject({
      type: 'charge.dispute.created',
      data: { object: { object: 'dispute', payment_intent: id, status: 'needs_response' } },
    })
    expect((await kit.order({ do: 'dispute', id: 'pi_none' })).status).toBe(404)
  })

  test('an order that makes no sense is refused, and a form cannot give orders', async () => {
    expect((await kit.order({ do: 'explode' })).status).toBe(400)
    expect((await kit.order({ do: 'refuse', match: { colour: 'red' } })).status).toBe(400)
    const form = await fetch(`${kit.card.url}/orders`, {
      method: 'POST',
      body: new URLSearchParams({ do: 'hold' }),
    })
    expect(form.status).toBe(415)
  })
})
