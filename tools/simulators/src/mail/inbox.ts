import type { FastifyInstance, FastifyReply } from 'fastify'
import { escape, html, type Markup } from '../markup.ts'
import type { Letter, Mailbox } from './letters.ts'

const shown = 200

function page(title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/forms.css" />
        <link rel="stylesheet" href="/assets/look.css" />
        <link rel="stylesheet" href="/assets/inbox.css" />
        <script type="module" src="/assets/inbox.js"></script>
      </head>
      <body>
        <header>
          <div class="head">
            <div class="wrap">
              <p class="head__name"><a href="/">Inbox (simulated)</a></p>
            </div>
          </div>
        </header>
        <main class="wrap page">${body}</main>
      </body>
    </html>`.markup
}

const time = (at: string) =>
  new Date(at).toLocaleString('en-US', {
    timeZone: 'America/Los_Angeles',
    dateStyle: 'medium',
    timeStyle: 'short',
  })

function list(letters: Letter[], to: string): Markup {
  const newest = letters[0]?.id ?? '0'
  return html`<h1 tabindex="-1">Inbox</h1>
    <form class="filter" method="get" action="/" role="search">
      <label class="usa-label" for="to">Address</label>
      <div class="inline">
        <input class="usa-input" id="to" name="to" type="search" value="${to}" autocomplete="off" />
        <button class="usa-button usa-button--outline">Show</button>
      </div>
    </form>
    <p role="status" id="news" data-newest="${newest}" data-to="${to}"></p>
    ${
      letters.length === 0
        ? html`<p>No mail yet${to ? ` for ${to}` : ''}.</p>`
        : html`<ul class="letters">
            ${letters.map(
              (letter) =>
                html`<li>
                  <a href="/inbox/${letter.id}">${letter.subject || '(no subject)'}</a>
                  <span>${letter.to}</span>
                  ${letter.outcome === 'bounced' && html`<strong>Bounced</strong>`}
                  <time datetime="${letter.at}">${time(letter.at)}</time>
                </li>`,
            )}
          </ul>`
    }`
}

/** Addresses in the plain text can be pressed, as in any mail program. Not a template: spaces count here. */
function textPart(text: string): Markup {
  const inside = text
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/)
    .map((part, i) =>
      i % 2 ? `<a href="${escape(part)}" rel="noreferrer">${escape(part)}</a>` : escape(part),
    )
  return {
    markup: `<div class="text" tabindex="0" role="region" aria-labelledby="text">${inside.join('')}</div>`,
  }
}

function headerPart(headers: Record<string, string>): Markup {
  const lines = Object.entries(headers).map(([name, value]) => `${escape(`${name}: ${value}`)}\n`)
  return { markup: `<pre>${lines.join('')}</pre>` }
}

function view(letter: Letter): Markup {
  const facts: [string, string][] = [
    ['To', letter.to],
    ['From', letter.from],
    ['Time', time(letter.at)],
    ['Message-ID', letter.messageId],
  ]
  return html`<p><a class="textlink" href="/">All mail</a></p>
    <h1 tabindex="-1">${letter.subject || '(no subject)'}</h1>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${letter.outcome === 'bounced' && html`<p><strong>This letter bounced.</strong></p>`}
    <section aria-labelledby="text">
      <h2 id="text">Text</h2>
      ${textPart(letter.text)}
    </section>
    ${
      letter.html &&
      html`<section aria-labelledby="html">
        <h2 id="html">HTML</h2>
        <iframe
          title="The letter as HTML"
          src="/inbox/${letter.id}/html"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        ></iframe>
      </section>`
    }
    <details>
      <summary>Headers</summary>
      ${headerPart(letter.headers)}
    </details>`
}

const ownPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** A letter may look as it likes; it may not run, load or send anything. */
const letterPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

const send = (reply: FastifyReply, policy: string, body: string) =>
  reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8')
    .send(body)

export function addInbox(app: FastifyInstance, mailbox: Mailbox): void {
  app.get<{ Querystring: { to?: string } }>('/', async ({ query }, reply) => {
    const to = query.to?.trim() ?? ''
    const found = mailbox.find({ ...(to && { to }), limit: shown })
    const letters = await Promise.all(found.map((letter) => mailbox.read(letter)))
    return send(reply, ownPolicy, page('Inbox (simulated)', list(letters, to)))
  })
  app.get<{ Params: { id: string } }>('/inbox/:id', async ({ params }, reply) => {
    const stored = mailbox.get(params.id)
    if (!stored) return reply.code(404).send({ error: 'there is no such letter' })
    const letter = await mailbox.read(stored)
    return send(reply, ownPolicy, page(`${letter.subject} – Inbox (simulated)`, view(letter)))
  })
  app.get<{ Params: { id: string } }>('/inbox/:id/html', async ({ params }, reply) => {
    const stored = mailbox.get(params.id)
    const letter = stored && (await mailbox.read(stored))
    if (!letter?.html) return reply.code(404).send({ error: 'there is no such letter' })
    return send(reply, letterPolicy, `<base target="_blank">${letter.html}`)
  })
}
