import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '@peercert/chassis/config'
import { missedTopic } from '@peercert/chassis/signals'
import { events as identityEvents } from '@peercert/contracts/identity'
import { events as paymentsEvents } from '@peercert/contracts/payments'
import { schema } from '../src/config.ts'
import { securityHeaders } from '../src/routes/headers.ts'
import { pages } from '../src/routes/pages.ts'
import { Browser } from './browser.ts'
import { dana, marisol, withPortal } from './kit.ts'

const whole = withPortal({
  env: { DEMO_URL: 'http://127.0.0.1:1', MAIL_URL: 'http://127.0.0.1:4300' },
})

const policy = [
  "default-src 'none'",
  "script-src 'self' http://cards.example:4100",
  "frame-src 'self' http://cards.example:4100",
  "connect-src 'self' http://cards.example:4100",
]

describe('headers of every answer', () => {
  test.each(['/', '/api/session', '/api/nothing', '/auth/log-in', '/healthz', '/staff/people'])(
    '%s carries the policy: ourselves and exactly the card processor, nothing inline',
    async (path) => {
      const { headers } = await new Browser(whole).get(path)
      const csp = String(headers['content-security-policy'])
      for (const part of policy) expect(csp).toContain(part)
      expect(csp).not.toMatch(/unsafe|\*/)
      expect(headers).toMatchObject({
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
      expect(headers['strict-transport-security']).toBeUndefined()
    },
  )

  test('HSTS only under https', async () => {
    const app = Fastify()
    securityHeaders(app, {
      publicUrl: 'https://renew.example',
      cardScriptUrl: 'https://cards.example/v3',
    })
    app.get('/', async () => 'x')
    const { headers } = await app.inject('/')
    expect(headers['strict-transport-security']).toMatch(/max-age=31536000/)
  })
})

describe('the app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-pages-'))
  const app = Fastify()
  beforeAll(async () => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><title>x</title>')
    writeFileSync(join(folder, 'robots.txt'), 'User-agent: *')
    await app.register(pages({ publicUrl: 'http://127.0.0.1:4000', folder }))
  })
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: '127.0.0.1:4000', ...headers } })

  test('every address that is a page is the app, in the language chosen last; the desk is in English', async () => {
    expect((await get('/renewal/ethics')).body).toContain('<html lang="en">')
    const spanish = await get('/renewal/ethics', { cookie: 'language=es', 'accept-language': 'en' })
    expect(spanish.body).toContain('<html lang="es">')
    expect(spanish.headers).toMatchObject({
      'content-language': 'es-US',
      'cache-control': 'no-store',
    })
    expect((await get('/x', { 'accept-language': 'es-MX,en' })).body).toContain('<html lang="es">')
    expect((await get('/staff/work', { cookie: 'language=es' })).body).toContain('<html lang="en">')
  })

  test('files are files, and what is neither is not found', async () => {
    expect((await get('/robots.txt')).body).toBe('User-agent: *')
    expect((await get('/assets/gone-1234.js')).statusCode).toBe(500)
    expect((await get('/gone.txt')).statusCode).toBe(500)
  })

  test('localhost is led to the address where cookies and log-in live; other hosts are left alone', async () => {
    const { statusCode, headers } = await get('/renewal?x=1', { host: 'localhost:4000' })
    expect([statusCode, headers.location]).toEqual([302, 'http://127.0.0.1:4000/renewal?x=1'])
    expect((await get('/', { host: 'evil.example' })).statusCode).toBe(200)
  })
})

describe('language', () => {
  test('the choice is kept in the browser and goes to the log-in box', async () => {
    const browser = new Browser(whole)
    await browser.session()
    expect((await browser.put('/api/language', { language: 'es' })).body).toEqual({
      language: 'es',
    })
    expect((await browser.session()).language).toBe('es')
    const { location } = await browser.get('/auth/log-in')
    expect(new URL(location).searchParams.get('ui_locales')).toBe('es')
    expect((await browser.put('/api/language', { language: 'fr' })).status).toBe(400)
  })
})

describe('one-press unsubscribe (RFC 8058)', () => {
  const press = (token: string) =>
    new Browser(whole).send('POST', `/u/${token}`, {
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      csrf: null,
      origin: null,
    })

  test('a form post without session or page switches the reminders off', async () => {
    whole.services.notifications.answer('POST /unsubscribe', ({ body }) =>
      body.token === 'token-of-a-mail' ? { status: 200, body: { on: body.on } } : { status: 404 },
    )
    expect((await press('token-of-a-mail')).status).toBe(200)
    expect(whole.services.notifications.requests.at(-1)?.body).toEqual({
      token: 'token-of-a-mail',
      on: false,
    })
    expect((await press('another-token')).status).toBe(404)
  })

  test('opening the link changes nothing: mail scanners open links', async () => {
    const asked = whole.services.notifications.requests.length
    await new Browser(whole).get('/u/token-of-a-mail')
    expect(whole.services.notifications.requests.length).toBe(asked)
  })
})

describe('the demo', () => {
  test('its bar knows the day of program time and where the mail is', async () => {
    const { body } = await new Browser(whole).get('/api/demo')
    expect(body).toEqual({ today: '2026-06-15', mailUrl: 'http://127.0.0.1:4300' })
    expect((await new Browser(whole).session()).demo).toEqual(body)
  })
})

describe('events', () => {
  const open = async (browser: Browser) => {
    const response = await fetch(`${whole.portal.service.url}/api/events`, {
      headers: { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') },
    })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (what: string) => {
      while (!text.includes(what)) {
        const { value, done } = await reader.read()
        if (done) break
        text += value
      }
      return text
    }
    await until('retry:')
    return { until, close: () => reader.cancel(), response }
  }

  test("a person hears of their own account and not of others', staff of work", async () => {
    const [person, staff] = [new Browser(whole), new Browser(whole)]
    await person.logIn(marisol)
    await staff.logIn(dana, 'realm=staff')
    const [mine, desk] = await Promise.all([open(person), open(staff)])
    const accountId = whole.accounts.get(marisol.subject) ?? ''
    const other = '00000000-0000-4000-8000-000000000009'
    const change = { accountId: other, fields: ['phone'] }
    await whole.portal.deliver(identityEvents, 'profile.changed', other, change)
    expect(await desk.until('event: work')).toContain('event: work')
    const voucher = { voucherId: other, accountId, feeCode: 'RENEWAL', expiresOn: '2027-01-01' }
    await whole.portal.deliver(paymentsEvents, 'voucher.issued', accountId, voucher)
    const heard = await mine.until('event: account')
    expect(heard.match(/event: account/g)).toHaveLength(1)
    expect(heard).not.toContain('event: work')
    await Promise.all([mine.close(), desk.close()])
  })

  test('a desk looks again once for all that comes within a second', async () => {
    const staff = new Browser(whole)
    await staff.logIn(dana, 'realm=staff')
    const desk = await open(staff)
    for (let n = 0; n < 100; n += 1) whole.portal.signals.emit('work', 'notice.sent')
    await desk.until('event: work\ndata: {}\n\nevent: work')
    await staff.post('/auth/log-out')
    expect((await desk.until('event: session-ended')).match(/event: work/g)).toHaveLength(2)
  })

  test('pages look again when news of other processes may have been missed', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const stream = await open(browser)
    whole.portal.signals.emit(missedTopic, '')
    expect(await stream.until('event: account')).toContain('event: account')
    await stream.close()
  })

  test('a session that ends tells its pages; without one there is no stream', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const stream = await open(browser)
    await browser.post('/auth/log-out')
    expect(await stream.until('event: session-ended')).toContain('event: session-ended')
    expect((await new Browser(whole).get('/api/events')).status).toBe(401)
  })

  test('a sign-in that was joined to another account takes its open pages along', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const stream = await open(browser)
    const joined = '00000000-0000-4000-8000-000000000077'
    const link = { accountId: joined, realm: 'peers', subject: marisol.subject }
    await whole.portal.deliver(identityEvents, 'account.linked', joined, link)
    expect(await stream.until('event: account')).toContain('event: account')
    expect((await browser.session()).accountId).toBe(joined)
    // A fact that was lost and comes late must not undo what was said after it.
    const later = '00000000-0000-4000-8000-000000000078'
    const moved = { ...link, accountId: later }
    await whole.portal.deliver(identityEvents, 'account.linked', later, moved)
    await whole.portal.repeat('account.linked', joined)
    expect((await browser.session()).accountId).toBe(later)
    await stream.close()
  })
})

describe('configuration refuses wrong values', () => {
  const good = {
    PUBLIC_URL: 'https://renew.example',
    PORTAL_CLIENT_ID: 'portal',
    PORTAL_CLIENT_SECRET: 'portal-secret',
    SESSION_SECRET: 'x'.repeat(32),
    IDENTITY_URL: 'http://identity:3000',
    APPLICATIONS_URL: 'http://applications:3000',
    PAYMENTS_URL: 'http://payments:3000',
    NOTIFICATIONS_URL: 'http://notifications:3000',
    CARD_SCRIPT_URL: 'https://js.cards.example/v3/',
    PROGRAM_PHONE: '1',
    PROGRAM_SITE: '2',
    PROGRAM_HOURS: '3',
    PROGRAM_HOURS_ES: '4',
  }
  test('what is right is taken; a demo is nowhere unless it is named', () => {
    expect(loadConfig(schema, good)).toMatchObject({
      demoUrl: undefined,
      publicUrl: 'https://renew.example',
    })
  })
  test.each([
    ['PUBLIC_URL', 'http://renew.example'],
    ['PUBLIC_URL', 'https://renew.example/portal'],
    ['PUBLIC_URL', 'ftp://renew.example'],
    ['SESSION_SECRET', 'short'],
    ['SESSION_SECRET', ''],
    ['PORTAL_CLIENT_SECRET', ''],
    ['IDENTITY_URL', 'identity'],
    ['CARD_SCRIPT_URL', 'javascript:alert(1)'],
    ['PROGRAM_PHONE', ''],
  ])('%s=%s', (name, value) => {
    expect(() => loadConfig(schema, { ...good, [name]: value })).toThrow(ConfigError)
  })
})
