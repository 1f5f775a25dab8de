import Stripe from 'stripe'
import { describe, expect, test, vi } from 'vitest'
import { aMerchant } from './card-kit.ts'

const kit = aMerchant()

describe('a payment', () => {
  test('that the bank accepts is succeeded, names brand and last four, and is announced', async () => {
    const intent = await kit.pay()
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 8000, livemode: false })
    const charge = intent.latest_charge as Stripe.Charge
    expect(charge.payment_method_details?.card).toMatchObject({ brand: 'visa', last4: '4242' })
    expect(charge.calculated_statement_descriptor).toBe('CERT PROG* RENEWAL')
    await kit.hears(1)
    expect(kit.heard[0]?.type).toBe('payment_intent.succeeded')
    expect(kit.heard[0]?.data.object).toMatchObject({
      id: intent.id,
      metadata: { feeRequestId: 'fee-1' },
    })
  })

  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_avsZipFail', 'incorrect_zip', ''],
  ])('on %s is refused as %s', async (method, code, declineCode) => {
    const error = await kit.pay(method).catch((e: unknown) => e as Stripe.errors.StripeCardError)
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, code })
    expect((error as Stripe.errors.StripeCardError).decline_code).toBe(declineCode)
    const failed = (error as Stripe.errors.StripeCardError).payment_intent
    expect(failed).toMatchObject({ status: 'requires_payment_method' })
    await kit.hears(1)
    expect(kit.heard[0]?.type).toBe('payment_intent.payment_failed')
  })

  test('with a wrong secret key is refused before anything is done', async () => {
    const stranger = new Stripe('sk_test_wrong', {
      host: '127.0.0.1',
      port: Number(new URL(kit.card.url).port),
      protocol: 'http',
    })
    await expect(stranger.paymentIntents.list()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    )
  })

  test('cannot spend a token that has paid for something else', async () => {
    const { id } = await kit.tokenFor('pm_card_visa')
    const once = { amount: 8000, currency: 'usd', confirm: true, confirmation_token: id } as const
    const settings = {
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    } as const
    await kit.stripe.paymentIntents.create({ ...once, ...settings })
    await expect(kit.stripe.paymentIntents.create({ ...once, ...settings })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      param: 'confirmation_token',
    })
  })

  test.each([
    [{ amount: 10 }, 'amount_too_small'],
    [{ payment_method_types: ['card'] }, 'parameter_unknown'],
    [{ allowed_payment_method_types: undefined }, undefined],
    [{ statement_descriptor_suffix: 'A <b>' }, undefined],
  ])('with %j is invalid', async (wrong, code) => {
    await expect(kit.pay('pm_card_visa', crypto.randomUUID(), wrong)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      code,
    })
  })

  test('is found again by its metadata and by its time', async () => {
    const intent = await kit.pay()
    await kit.pay('pm_card_visa', crypto.randomUUID(), { metadata: { feeRequestId: 'fee-2' } })
    const found = await kit.stripe.paymentIntents.search({
      query: "metadata['feeRequestId']:'fee-1' AND status:'succeeded'",
    })
    expect(found.data.map(({ id }) => id)).toEqual([intent.id])
    const all = await kit.stripe.paymentIntents.list({ created: { gte: intent.created }, limit: 1 })
    expect(all).toMatchObject({ has_more: true, data: [{ metadata: { feeRequestId: 'fee-2' } }] })
    const ids: string[] = []
    for await (const { id } of kit.stripe.paymentIntents.list({ limit: 1 })) ids.push(id)
    expect(ids).toHaveLength(2)
  })

  test('that succeeded cannot be cancelled; one that waits for the bank can', async () => {
    const paid = await kit.pay()
    await expect(kit.stripe.paymentIntents.cancel(paid.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    })
    const asked = await kit.pay('pm_card_authenticationRequired')
    const cancelled = await kit.stripe.paymentIntents.cancel(asked.id)
    expect(cancelled.status).toBe('canceled')
    await kit.hears(3)
    expect(kit.heard.map(({ type }) => type)).toContain('payment_intent.canceled')
  })

  test('goes back to the card once, in parts if wished', async () => {
    const { id } = await kit.pay()
    await kit.stripe.refunds.create({ payment_intent: id, amount: 3000 })
    await kit.stripe.refunds.create({ payment_intent: id })
    await expect(kit.stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    await kit.hears(3)
    expect(kit.heard.at(-1)).toMatchObject({
      type: 'charge.refunded',
      data: { object: { amount_refunded: 8000, refunded: true } },
    })
  })
})

describe('an idempotency key', () => {
  test('gets the first answer again, word for word, and charges once', async () => {
    const params = await kit.paramsFor('pm_card_visa')
    const first = await kit.stripe.paymentIntents.create(params, { idempotencyKey: 'k1' })
    const second = await kit.stripe.paymentIntents.create(params, { idempotencyKey: 'k1' })
    expect(second.id).toBe(first.id)
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await kit.stripe.paymentIntents.list()).data).toHaveLength(1)
    await expect(
      kit.stripe.paymentIntents.create({ ...params, amount: 9000 }, { idempotencyKey: 'k1' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    await expect(
      kit.stripe.refunds.create({ payment_intent: first.id }, { idempotencyKey: 'k1' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  test('replays a decline as well, but forgets what was invalid', async () => {
    const params = await kit.paramsFor('pm_card_chargeDeclined')
    const ids = new Set<string | undefined>()
    for (let i = 0; i < 2; i++)
      await kit.stripe.paymentIntents
        .create(params, { idempotencyKey: 'k2' })
        .catch((e: Stripe.errors.StripeCardError) => ids.add(e.payment_intent?.id))
    expect(ids.size).toBe(1)
    const wrong = { ...params, amount: 1 }
    await expect(
      kit.stripe.paymentIntents.create(wrong, { idempotencyKey: 'k3' }),
    ).rejects.toMatchObject({ code: 'amount_too_small' })
    await expect(
      kit.stripe.paymentIntents.create(params, { idempotencyKey: 'k3' }),
    ).rejects.not.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  test('in flight answers 409', async () => {
    await kit.order({ do: 'late', ms: 300 })
    const params = await kit.paramsFor('pm_card_visa')
    const first = kit.stripe.paymentIntents.create(params, { idempotencyKey: 'k4' })
    await vi.waitFor(() =>
      expect(
        kit.stripe.paymentIntents.create(params, { idempotencyKey: 'k4' }),
      ).rejects.toMatchObject({
        statusCode: 409,
        code: 'idempotency_key_in_use',
      }),
    )
    expect((await first).status).toBe('succeeded')
  })
})

describe('the bank asks for proof', () => {
  test('by a page of its own: confirming pays, refusing fails, both are announced', async () => {
    const answers = ['confirm', 'refuse']
    for (const answer of answers) {
      const intent = await kit.pay('pm_card_threeDSecure2Required', crypto.randomUUID(), {
        return_url: 'http://127.0.0.1:9/done',
      })
      expect(intent.status).toBe('requires_action')
      const bank = intent.next_action?.redirect_to_url?.url ?? ''
      const page = await (await fetch(bank)).text()
      expect(page).toContain('$80.00')
      const went = await fetch(`${kit.card.url}/bank/${intent.id}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ secret: intent.client_secret ?? '', answer }).toString(),
      })
      expect(went.headers.get('location')).toContain(
        answer === 'confirm' ? 'redirect_status=succeeded' : 'redirect_status=failed',
      )
      const after = await kit.stripe.paymentIntents.retrieve(intent.id)
      expect(after.status).toBe(answer === 'confirm' ? 'succeeded' : 'requires_payment_method')
      if (answer === 'refuse')
        expect(after.last_payment_error?.code).toBe('payment_intent_authentication_failure')
    }
    await kit.hears(4)
  })

  test('and only who knows the client secret sees that page', async () => {
    const intent = await kit.pay('pm_card_authenticationRequired')
    const page = await fetch(`${kit.card.url}/bank/${intent.id}?secret=guess`)
    expect(page.status).toBe(404)
  })
})

describe('the browser half', () => {
  const digits = '4242424242424242'
  const token = (fields: Record<string, string>) =>
    fetch(`${kit.card.url}/v1/confirmation_tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kit.card.publishableKey}` },
      body: new URLSearchParams(fields),
    })

  test('turns digits into a token, and no digit is kept or told', async () => {
    const fields = { 'card[number]': digits, 'card[exp_month]': '8', 'card[exp_year]': '2031' }
    const made = await token({ ...fields, 'card[cvc]': '123', 'card[zip]': '95814' })
    const text = await made.text()
    expect(text).not.toContain(digits)
    const { id } = JSON.parse(text) as { id: string }
    const intent = await kit.stripe.paymentIntents.create({
      amount: 8000,
      currency: 'usd',
      confirm: true,
      confirmation_token: id,
      allowed_payment_method_types: ['card' as const],
    })
    expect(intent.status).toBe('succeeded')
    expect(await (await fetch(`${kit.card.url}/journal`)).text()).not.toContain(digits)
  })

  test('says which digit group is wrong', async () => {
    const wrong = await token({ 'card[number]': '4242424242424241' })
    expect(wrong.status).toBe(402)
    expect(await wrong.json()).toMatchObject({
      error: { code: 'incorrect_number', param: 'number' },
    })
  })

  test('its frames may stand only in pages of a merchant, and run only own scripts', async () => {
    await kit.restart({ merchants: ['http://portal.test'] })
    const frame = await fetch(`${kit.card.url}/v3/fields?fields=number,expiry,cvc,zip&locale=es`)
    const policy = frame.headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-ancestors http://portal.test')
    expect(policy).toContain("script-src 'self'")
    const page = await frame.text()
    for (const label of [
      'Número de tarjeta',
      'Vencimiento',
      'Código de seguridad',
      'Código postal',
    ])
      expect(page).toContain(label)
    expect(page).toContain('lang="es"')
  })
})
