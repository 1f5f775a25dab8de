import { randomInt } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { html, type Markup } from '../markup.ts'
import type { Help, Language, Links } from './options.ts'
import { en, type Word } from './words-en.ts'
import { es } from './words-es.ts'

export const wordsOf = (language: Language) => (language === 'es' ? es : en)

export function say(language: Language, word: Word, values: Record<string, string> = {}): string {
  return wordsOf(language)[word].replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => values[name] ?? '',
  )
}

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const pick = (count: number) =>
  Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('')

/** Short enough to be read out on the phone. */
export const newReference = () => `${pick(4)}-${pick(2)}`

export interface PageText {
  language: Language
  title: string
  body: Markup
  reference: string
  failed?: boolean
  /** Address of this same page; the other language is a parameter of it. */
  here: string
}

function otherLanguage(here: string, language: Language): string {
  const url = new URL(here, 'http://x')
  url.searchParams.set('kc_locale', language === 'es' ? 'en' : 'es')
  return url.pathname + url.search
}

const inLanguage = (address: string, language: Language) =>
  `${address}${address.includes('?') ? '&' : '?'}language=${language}`

export interface Frame {
  links: Links
  help: Help
}

function header(page: PageText, { links }: Frame): Markup {
  const { language } = page
  const w = wordsOf(language)
  const other = language === 'es' ? 'en' : 'es'
  return html`<header>
    <div class="state-line"><p class="wrap">${w.state_program}</p></div>
    <div class="head">
      <div class="wrap">
        <p class="head__name"><a href="${inLanguage(links.home, language)}">${w.site}</a></p>
        <ul class="head__tools" aria-label="${w.tools}">
          <li><a href="${inLanguage(links.help, language)}">${w.help}</a></li>
          <li>
            <a
              href="${otherLanguage(page.here, language)}"
              lang="${other}"
              hreflang="${other}"
              data-language
              >${w.other_language}</a
            >
          </li>
        </ul>
      </div>
    </div>
  </header>`
}

function footer({ language, reference }: PageText, { links, help }: Frame): Markup {
  const w = wordsOf(language)
  const tel = `tel:+1${help.phone.replaceAll(/\D/g, '').replace(/^1(?=\d{10})/, '')}`
  return html`<footer class="foot" id="help">
    <div class="wrap">
      <div>
        <p>
          <strong>${w.help}:</strong> <a href="${tel}" class="nowrap">${help.phone}</a>,
          ${help.hours[language]}${help.hours[language].endsWith('.') ? '' : '.'}
        </p>
        <p class="quiet">${w.reference} <span class="nowrap">${reference}</span></p>
      </div>
      <ul class="plain">
        <li><a href="${inLanguage(links.howTo, language)}">${w.how_to}</a></li>
        <li><a href="${inLanguage(links.privacy, language)}">${w.privacy}</a></li>
        <li><a href="${inLanguage(links.accessibility, language)}">${w.accessibility}</a></li>
      </ul>
    </div>
  </footer>`
}

export function layout(page: PageText, frame: Frame): string {
  const w = wordsOf(page.language)
  return html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.failed && `${w.error}: `}${page.title} – ${w.title}</title>
        <link
          rel="preload"
          href="/assets/public-sans-regular.woff2"
          as="font"
          type="font/woff2"
          crossorigin
        />
        <link rel="stylesheet" href="/assets/forms.css" />
        <link rel="stylesheet" href="/assets/look.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/assets/sign-in.js"></script>
      </head>
      <body>
        <a class="usa-skipnav" href="#content">${w.skip}</a>
        ${header(page, frame)}
        <main class="wrap page">
          <div class="door" id="content" tabindex="-1">${page.body}</div>
        </main>
        ${footer(page, frame)}
      </body>
    </html>`.markup
}

/** `formTargets`: browsers follow a form's redirects only to origins named here. */
export function sendPage(
  reply: FastifyReply,
  text: string,
  formTargets: readonly string[],
): FastifyReply {
  const forms = [...new Set(["'self'", ...formTargets])].join(' ')
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    )
    .header('referrer-policy', 'same-origin')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text)
}
