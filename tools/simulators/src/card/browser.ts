import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, type Markup } from '../markup.ts'
import { keyOf, type Api } from './api.ts'
import { makeToken, readCard } from './tokens.ts'
import { ApiError } from './errors.ts'
import { readForm, textOf } from './form-body.ts'
import { showToken, type Intent } from './objects.ts'
import { decideAtBank } from './payments.ts'
import { languageOf, words, type Language } from './words.ts'

/** One classic script out of four modules: nothing leaks into the page but `Stripe`. */
function browserScript(): string {
  const parts = ['stripe-words', 'stripe-elements', 'stripe-bank', 'stripe'].map((name) =>
    readFileSync(`${assets}${name}.js`, 'utf8')
      .replaceAll(/^import .*$/gm, '')
      .replaceAll(/^export /gm, ''),
  )
  return `(() => {\n'use strict'\n${parts.join('\n')}\n})()\n`
}

const assets = fileURLToPath(new URL('../../assets/', import.meta.url))

/** Only pages of a merchant may hold our frames. */
function guard(reply: FastifyReply, merchants: string[], more = ''): FastifyReply {
  const frames = merchants.join(' ')
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors ${frames}; ${more}`,
    )
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
}

function page(language: Language, title: string, script: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/card.css" />
        <script type="module" src="/assets/${script}"></script>
      </head>
      ${body}
    </html>`.markup
}

const shapes: Record<string, { autocomplete: string; hint?: string }> = {
  number: { autocomplete: 'cc-number' },
  expiry: { autocomplete: 'cc-exp', hint: 'MM / YY' },
  cvc: { autocomplete: 'cc-csc' },
  zip: { autocomplete: 'postal-code' },
}

/** One field, or all four; the digits stay in this document. */
function fields(language: Language, names: string[]): Markup {
  const w = words[language]
  const whole = names.length > 1
  const label = (name: string) => w[name as 'number' | 'expiry' | 'cvc' | 'zip']
  return html`<body class="${whole ? 'whole' : 'single'}">
    <div class="fields">
      ${names.map(
        (name) =>
          html`<div class="field field--${name}">
            <label for="${name}" ${whole ? null : html`class="hidden"`}>${label(name)}</label>
            <p class="error" id="${name}-error" hidden></p>
            <input
              id="${name}"
              inputmode="numeric"
              autocomplete="${shapes[name]?.autocomplete}"
              ${shapes[name]?.hint && html`placeholder="${language === 'es' ? 'MM / AA' : 'MM / YY'}"`}
              data-error="${w[`${name as 'number' | 'expiry' | 'cvc' | 'zip'}_error`]}"
              data-expired="${w.expired_error}"
              data-no-answer="${w.no_answer}"
            />
          </div>`,
      )}
    </div>
  </body>`
}

function amountIn(language: Language, intent: Intent): string {
  const format = new Intl.NumberFormat(language === 'es' ? 'es-US' : 'en-US', {
    style: 'currency',
    currency: intent.currency,
  })
  return format.format(intent.amount / 100)
}

/** In a frame the page around it has the landmarks. */
const frame = (framed: boolean, end = ''): Markup => ({
  markup: framed ? `<${end}div>` : `<${end}main>`,
})

interface BankPage {
  intent: Intent
  secret: string
  framed: boolean
  origin: string
  language: Language
}

function outcome({ intent, framed, origin, language }: BankPage): Markup {
  const w = words[language]
  const error = intent.last_payment_error
  const failed = intent.status === 'requires_payment_method'
  return html`<body
    class="bank"
    data-bank-outcome="${intent.status}"
    data-intent="${intent.id}"
    data-error="${failed && error ? (error.code ?? '') : ''}"
    data-message="${failed && error ? error.message : ''}"
    data-origin="${framed ? origin : ''}"
  >
    ${frame(framed)}
    <h1 tabindex="-1">${w.bank}</h1>
    <p>${intent.status === 'succeeded' || failed ? w.bank_done : w.bank_over}</p>
    ${frame(framed, '/')}
  </body>`
}

function question(bank: BankPage, merchant: string): Markup {
  const { intent, secret, framed, origin, language } = bank
  const w = words[language]
  const asks = w.bank_asks
    .replace('{amount}', amountIn(language, intent))
    .replace('{merchant}', merchant)
    .replace('{last4}', intent.card?.last4 ?? '')
  return html`<body class="bank">
    ${frame(framed)}
    <h1 tabindex="-1">${w.bank}</h1>
    <p>${asks}</p>
    <form method="post" action="/bank/${intent.id}">
      <input type="hidden" name="secret" value="${secret}" />
      <input type="hidden" name="framed" value="${framed ? '1' : ''}" />
      <input type="hidden" name="origin" value="${origin}" />
      <input type="hidden" name="locale" value="${language}" />
      <button name="answer" value="confirm">${w.bank_confirm}</button>
      <button name="answer" value="refuse" class="outline">${w.bank_refuse}</button>
    </form>
    <p class="small">${w.bank_simulated}</p>
    ${frame(framed, '/')}
  </body>`
}

type Asked = FastifyRequest<{ Params: { id: string } }>

function findIntent(api: Api, id: string, secret: string | null): Intent {
  const intent = api.payments.state.intents.get(id)
  if (intent && intent.client_secret === secret) return intent
  throw new ApiError(404, { type: 'invalid_request_error', message: 'There is no such payment.' })
}

/** A redirect flow goes back to the merchant with the outcome in the address. */
function returnAddress(intent: Intent): string | null {
  if (!intent.return_url) return null
  const url = new URL(intent.return_url)
  url.searchParams.set('payment_intent', intent.id)
  url.searchParams.set('payment_intent_client_secret', intent.client_secret)
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed')
  return url.href
}

function addBank(app: FastifyInstance, api: Api, merchants: string[]): void {
  const back = (intent: Intent) =>
    `form-action 'self' ${intent.return_url ? new URL(intent.return_url).origin : ''}`
  app.get<{ Params: { id: string } }>('/bank/:id', async (request: Asked, reply) => {
    const query = readForm(request.url.split('?')[1] ?? '')
    const secret = textOf(query.secret)
    const intent = findIntent(api, request.params.id, secret)
    const language = languageOf(textOf(query.locale) ?? request.headers['accept-language'])
    const origin = textOf(query.origin) ?? ''
    const bank = { intent, secret: secret ?? '', framed: query.framed === '1', origin, language }
    const asking = intent.status === 'requires_action'
    const body = asking ? question(bank, api.payments.descriptor.full) : outcome(bank)
    guard(reply, merchants, back(intent))
    return reply.type('text/html').send(page(language, words[language].bank, 'bank.js', body))
  })
  app.post<{ Params: { id: string } }>('/bank/:id', async (request: Asked, reply) => {
    const form = readForm(String(request.body))
    const asked = findIntent(api, request.params.id, textOf(form.secret))
    api.answering.current = { id: null, idempotency_key: null }
    const intent = decideAtBank(api.payments, asked, form.answer === 'confirm')
    api.payments.state.journal.write('bank', { intent: intent.id, answer: form.answer })
    const news = api.answering.webhooks.collect()
    await api.answering.webhooks.sendEarly(news)
    api.answering.webhooks.sendRest(news)
    const framed = form.framed === '1'
    const address = framed ? null : returnAddress(intent)
    if (address) return reply.redirect(address, 303)
    const language = languageOf(textOf(form.locale) ?? undefined)
    const bank = { intent, secret: '', framed, origin: textOf(form.origin) ?? '', language }
    guard(reply, merchants, back(intent))
    return reply
      .type('text/html')
      .send(page(language, words[language].bank, 'bank.js', outcome(bank)))
  })
}

export function addBrowserHalf(app: FastifyInstance, api: Api, merchants: string[]): void {
  const script = browserScript()
  for (const path of ['/v3', '/v3/'])
    app.get(path, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script),
    )
  app.get<{ Querystring: { fields?: string; locale?: string } }>('/v3/fields', (request, reply) => {
    const language = languageOf(request.query.locale)
    const asked = (request.query.fields ?? '').split(',')
    const names = Object.keys(shapes).filter((name) => asked.includes(name))
    guard(reply, merchants)
    const body = fields(language, names.length > 0 ? names : Object.keys(shapes))
    return reply
      .type('text/html')
      .send(page(language, words[language].title, 'card-fields.js', body))
  })
  app.post('/v1/confirmation_tokens', async (request, reply) => {
    if (keyOf(request) !== api.publishableKey)
      throw new ApiError(401, {
        type: 'invalid_request_error',
        message: 'Invalid API Key provided.',
      })
    const { card, returnUrl } = readCard(String(request.body))
    const token = makeToken(api.payments.state, card, returnUrl)
    api.payments.state.journal.write('token', { token: token.id, last4: card.last4 })
    return reply.send(showToken(token))
  })
  addBank(app, api, merchants)
}
