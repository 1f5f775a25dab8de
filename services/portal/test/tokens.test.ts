import { beforeEach, describe, expect, test } from 'vitest'
import { Browser } from './browser.ts'
import { marisol, withPortal } from './kit.ts'

const whole = withPortal()

const stale = () =>
  whole.portal.pool.query(`update session set fresh_until = now() - interval '1 second'`)
const ask = (browser: Browser) => browser.get('/api/identity/me/profile')

beforeEach(() => {
  whole.signIn.refreshes = 0
  whole.signIn.refreshMs = 0
  whole.signIn.silent = false
  whole.signIn.frozen = undefined
  whole.services.identity.answer('GET /me/profile', ({ headers }) => ({
    status: 200,
    body: { seen: headers.authorization },
  }))
})

describe('tokens of a session', () => {
  test('a fresh one is used as it is', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    expect((await ask(browser)).body.seen).toMatch(/^Bearer eyJ/)
    expect(whole.signIn.refreshes).toBe(0)
  })

  test('ten requests at once refresh once: a refresh token used twice would end the sign-in', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const before = (await ask(browser)).body.seen
    await stale()
    whole.signIn.refreshMs = 100
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(browser)))
    expect(whole.signIn.refreshes).toBe(1)
    expect(new Set(answers.map((answer) => answer.body.seen)).size).toBe(1)
    expect(answers[0]?.body.seen).not.toBe(before)
  })

  test('another replica that refreshed while we stood in line is believed', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    await stale()
    // The other replica holds the row, and has written its new token when it lets go.
    const other = await whole.portal.pool.connect()
    await other.query('begin')
    await other.query('select 1 from session for update')
    const waiting = ask(browser)
    await new Promise((done) => setTimeout(done, 200))
    expect(whole.signIn.refreshes).toBe(0)
    await other.query('commit')
    other.release()
    expect((await waiting).status).toBe(200)
    expect(whole.signIn.refreshes).toBe(1)
  })

  test('invalid_grant ends the session; nothing is asked of the service', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const { rows } = await whole.portal.pool.query(
      'select sid from session order by created_at desc limit 1',
    )
    whole.signIn.ended.add(rows[0].sid)
    await stale()
    const asked = whole.services.identity.requests.length
    expect((await ask(browser)).body).toMatchObject({ status: 401, type: 'unauthenticated' })
    expect(whole.services.identity.requests.length).toBe(asked)
    expect((await browser.session()).kind).toBe('anonymous')
  })

  test('a silent sign-in server ends nobody: the token works to its end, then we wait', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    await stale()
    whole.signIn.silent = true
    expect((await ask(browser)).status).toBe(200)
    await whole.portal.pool.query(`update session set access_until = now()`)
    const answer = await ask(browser)
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect((await browser.session()).kind).toBe('person')
    whole.signIn.silent = false
    expect((await ask(browser)).status).toBe(200)
  })

  test('a sign-in server that froze goes on with what it was sent: no refresh token was among it, and nobody is thrown out', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const { promise, resolve: goesOn } = Promise.withResolvers<void>()
    whole.signIn.frozen = promise
    await whole.portal.pool.query(`update session set fresh_until = now(), access_until = now()`)
    expect((await ask(browser)).status).toBe(503)
    expect((await ask(browser)).status).toBe(503)
    whole.signIn.frozen = undefined
    goesOn()
    expect((await ask(browser)).status).toBe(200)
    expect(whole.signIn.refreshes).toBe(1)
    expect((await browser.session()).kind).toBe('person')
  })

  test('a service that refuses the token is asked once more with a new one; then it is our trouble, not a log-out', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    let asked = 0
    whole.services.identity.answer('GET /me/profile', () =>
      (asked += 1) === 1 ? { status: 401 } : { status: 200, body: {} },
    )
    expect((await ask(browser)).status).toBe(200)
    whole.services.identity.answer('GET /me/profile', () => ({ status: 401 }))
    expect((await ask(browser)).status).toBe(503)
    expect((await browser.session()).kind).toBe('person')
  })

  test('keys of the sign-in that change cost nobody their session: a refresh token is spent, whatever signs its answer', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    for (let round = 0; round < 3; round += 1) {
      await whole.signIn.rotate()
      await stale()
      expect((await ask(browser)).status).toBe(200)
    }
    expect((await browser.session()).kind).toBe('person')
    await whole.signIn.rotate()
    expect((await new Browser(whole).logIn(marisol)).location).toBe('/dashboard')
  })

  test('T-13: rights taken away at the sign-in are gone at the next refresh, within a minute', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const { rows } = await whole.portal.pool.query(
      `select extract(epoch from fresh_until - created_at) as seconds from session order by created_at desc limit 1`,
    )
    expect(Number(rows[0].seconds)).toBeLessThanOrEqual(60)
    whole.signIn.who = { ...marisol, roles: [] }
    await stale()
    await ask(browser)
    expect((await browser.session()).roles).toEqual([])
  })
})

describe('changing the e-mail at the sign-in (ACC-7)', () => {
  const start = async (browser: Browser) =>
    browser.get('/auth/change-email?return=/renewal/information')

  test('the person goes there with the wish, and comes back to the saved draft with a proven address', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    whole.services.identity.answer('POST /me/email-changes', () => ({ status: 200, body: {} }))
    const { location } = await start(browser)
    expect(new URL(location).searchParams.get('kc_action')).toBe('UPDATE_EMAIL')
    const answer = await browser.comeBack(location, { ...marisol, email: 'vega@example.org' })
    expect(answer.location).toBe('/renewal/information?email=changed')
    expect((await browser.session()).email).toBe('vega@example.org')
  })

  test('an address that another account uses is said as such', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    whole.services.identity.answer('POST /me/email-changes', () => ({
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: 'email-in-use', title: '', status: 409 },
    }))
    const { location } = await start(browser)
    const answer = await browser.comeBack(location, { ...marisol, email: 'taken@example.org' })
    expect(answer.location).toBe('/renewal/information?email=in-use')
  })

  test('back from the link in the mail, the next page already knows the new address', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    whole.services.identity.answer('POST /me/email-changes', () => ({ status: 200, body: {} }))
    await start(browser)
    expect((await browser.session()).email).toBe('marisol@example.org')
    whole.signIn.who = { ...marisol, email: 'soon@example.org' }
    expect((await browser.session()).email).toBe('soon@example.org')
    whole.signIn.refreshes = 0
    await browser.session()
    expect(whole.signIn.refreshes).toBe(0)
  })

  test('the link opened on another device is noticed at the next refresh', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    whole.services.identity.answer('POST /me/email-changes', () => ({ status: 200, body: {} }))
    await start(browser)
    whole.signIn.who = { ...marisol, email: 'later@example.org' }
    await stale()
    await ask(browser)
    expect((await browser.session()).email).toBe('later@example.org')
  })

  test('nobody else comes back into the session', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const { location } = await start(browser)
    const answer = await browser.comeBack(location, { ...marisol, subject: 'somebody-else' })
    expect(answer.location).toBe('/renewal/information?email=unchanged')
    expect((await browser.session()).email).toBe('marisol@example.org')
  })
})
