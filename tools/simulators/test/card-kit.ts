import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { startCard, type CardOptions, type CardSimulator } from '../src/card.ts'

const secret = 'whsec_test'

/** A merchant with the official SDK, and the end of its webhook, which believes only what is signed. */
export function aMerchant() {
  const kit = {
    card: undefined as unknown as CardSimulator,
    stripe: undefined as unknown as Stripe,
    heard: [] as Stripe.Event[],
    refused: 0,
    client: (options = {}) =>
      new Stripe(kit.card.secretKey, {
        host: '127.0.0.1',
        port: Number(new URL(kit.card.url).port),
        protocol: 'http',
        telemetry: false,
        maxNetworkRetries: 0,
        ...options,
      }),
    async restart(options: CardOptions = {}) {
      await kit.card.close()
      kit.card = await startCard(options)
      kit.stripe = kit.client()
    },
    tokenFor: (method: string) =>
      kit.stripe.testHelpers.confirmationTokens.create({ payment_method: method }),
    async paramsFor(method = 'pm_card_visa') {
      const { id } = await kit.tokenFor(method)
      return {
        amount: 8000,
        currency: 'usd',
        confirm: true,
        confirmation_token: id,
        allowed_payment_method_types: ['card' as const],
        metadata: { feeRequestId: 'fee-1' },
        statement_descriptor_suffix: 'RENEWAL',
      }
    },
    async pay(method = 'pm_card_visa', key: string = crypto.randomUUID(), more = {}) {
      const params = { ...(await kit.paramsFor(method)), expand: ['latest_charge'], ...more }
      return kit.stripe.paymentIntents.create(params, { idempotencyKey: key })
    },
    order: (body: object) =>
      fetch(`${kit.card.url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    hears: (count: number) => vi.waitFor(() => expect(kit.heard).toHaveLength(count)),
  }
  let end: Server
  beforeEach(async () => {
    Object.assign(kit, { heard: [], refused: 0, card: await startCard() })
    kit.stripe = kit.client()
    end = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        try {
          const header = String(request.headers['stripe-signature'])
          kit.heard.push(kit.stripe.webhooks.constructEvent(body, header, secret))
        } catch {
          kit.refused++
          response.statusCode = 400
        }
        response.end()
      })
    })
    await new Promise<void>((resolve) => end.listen(0, '127.0.0.1', resolve))
    const { port } = end.address() as AddressInfo
    kit.card.setWebhook({ url: `http://127.0.0.1:${port}/webhook`, secret })
  })
  afterEach(async () => {
    await kit.card.close()
    end.closeAllConnections()
    await new Promise((resolve) => end.close(resolve))
  })
  return kit
}
