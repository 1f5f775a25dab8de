import { describe, expect, test } from 'vitest'
import { Browser } from './browser.ts'
import { dana, marisol, origin, rosa, withPortal } from './kit.ts'

const whole = withPortal()
const count = async () =>
  Number((await whole.portal.pool.query('select count(*) from session')).rows[0].count)

describe('signing in', () => {
  test('an anonymous browser learns the program and gets a CSRF token of its own', async () => {
    const [one, other] = [new Browser(whole), new Browser(whole)]
    const session = await one.session()
    expect(session).toMatchObject({
      kind: 'anonymous',
      name: null,
      language: 'en',
      idleSeconds: 1200,
      demo: null,
      cardsWork: true,
      program: {
        phone: '1-800-555-0117',
        site: 'renew.example',
        hours: { en: 'Monday to Friday', es: 'de lunes a viernes' },
      },
    })
    expect(session.csrfToken).not.toBe((await other.session()).csrfToken)
  })

  test('a person comes back as themselves, on their dashboard, and no token is in the browser', async () => {
    const browser = new Browser(whole)
    const answer = await browser.logIn(marisol, 'language=es')
    expect(answer).toMatchObject({ status: 303, location: '/dashboard' })
    const session = await browser.session()
    expect(session).toMatchObject({
      kind: 'person',
      language: 'es',
      name: 'Marisol V.',
      email: 'marisol@example.org',
      roles: ['peer'],
      method: 'password',
      accountId: whole.accounts.get(marisol.subject),
    })
    expect(JSON.stringify(session)).not.toMatch(/eyJ/)
    expect([...browser.cookies.values()].join()).not.toMatch(/eyJ|marisol/i)
  })

  test('staff come from their own realm, by their full name', async () => {
    const browser = new Browser(whole)
    expect((await browser.logIn(dana, 'realm=staff')).location).toBe('/staff')
    expect(await browser.session()).toMatchObject({
      kind: 'staff',
      name: 'Dana Reyes',
      roles: ['reviewer'],
    })
  })

  test('a sign-in of the staff realm without a role of staff is let in nowhere', async () => {
    const browser = new Browser(whole)
    const answer = await browser.logIn({ ...dana, subject: 'x', roles: [] }, 'realm=staff')
    expect(answer.location).toBe('/?problem=log-in-refused')
    expect((await browser.session()).kind).toBe('anonymous')
  })

  test('T-13: a cookie planted before the log-in is worth nothing after it', async () => {
    const browser = new Browser(whole)
    await browser.session()
    const planted = browser.cookies.get('session') ?? ''
    await browser.logIn(marisol)
    expect(browser.cookies.get('session')).not.toBe(planted)
    const thief = new Browser(whole)
    thief.cookies.set('session', planted)
    expect((await thief.session()).kind).toBe('anonymous')
  })

  test('T-13: logging in again ends the session before', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const before = new Browser(whole)
    before.cookies.set('session', browser.cookies.get('session') ?? '')
    await browser.logIn(marisol)
    expect((await before.session()).kind).toBe('anonymous')
  })

  test('the cookie is opaque, HttpOnly, Lax, and kept only as a hash; tokens are sealed', async () => {
    const browser = new Browser(whole)
    const answer = await browser.logIn(marisol)
    expect(String(answer.headers['set-cookie'])).toMatch(
      /session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/,
    )
    const { rows } = await whole.portal.pool.query('select * from session')
    const dump = JSON.stringify(
      rows.map((row) => ({ ...row, sealed: row.sealed.toString('latin1') })),
    )
    expect(dump).not.toContain(browser.cookies.get('session'))
    expect(dump).not.toMatch(/eyJ|marisol@|Marisol/)
  })
})

describe('T-14: the way through the sign-in', () => {
  test('an answer without state, with another state, or brought by another browser logs nobody in', async () => {
    const [victim, attacker] = [new Browser(whole), new Browser(whole)]
    whole.signIn.who = rosa
    const started = await attacker.get('/auth/log-in')
    const back = new URL(await whole.signIn.authorize(started.location))
    await victim.session()
    const before = await count()
    for (const path of [
      `/auth/callback?code=${back.searchParams.get('code')}`,
      `/auth/callback?code=${back.searchParams.get('code')}&state=invented`,
      `${back.pathname}${back.search}`,
    ])
      expect((await victim.get(path)).location).toBe('/?problem=log-in-expired')
    expect(await count()).toBe(before)
    expect((await victim.session()).kind).toBe('anonymous')
  })

  test('a replayed answer finds nothing; the one who is in stays in', async () => {
    const browser = new Browser(whole)
    whole.signIn.who = marisol
    const started = await browser.get('/auth/log-in')
    const back = new URL(await whole.signIn.authorize(started.location))
    expect((await browser.get(`${back.pathname}${back.search}`)).location).toBe('/dashboard')
    expect((await browser.get(`${back.pathname}${back.search}`)).location).toBe('/dashboard')
    const thief = new Browser(whole)
    expect((await thief.get(`${back.pathname}${back.search}`)).location).toBe(
      '/?problem=log-in-expired',
    )
  })

  test('the sign-in is asked with PKCE, state, nonce, our exact address, and always for the password', async () => {
    const { location } = await new Browser(whole).get('/auth/log-in?language=es')
    const query = Object.fromEntries(new URL(location).searchParams)
    expect(query).toMatchObject({
      redirect_uri: `${origin}/auth/callback`,
      code_challenge_method: 'S256',
      ui_locales: 'es',
      prompt: 'login',
    })
    expect(query.state?.length).toBeGreaterThan(20)
    expect(query.nonce?.length).toBeGreaterThan(20)
  })

  test('T-18: forged Host and X-Forwarded headers change no address', async () => {
    const browser = new Browser(whole)
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    }
    const { location } = await browser.get('/auth/log-in', { headers })
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(`${origin}/auth/callback`)
    const back = new URL(await whole.signIn.authorize(location))
    const answer = await browser.get(`${back.pathname}${back.search}`, { headers })
    expect(answer.location).toBe('/dashboard')
    await browser.session()
    const out = await browser.post('/auth/log-out', undefined, { headers })
    expect(new URL(out.body.location).searchParams.get('post_logout_redirect_uri')).toBe(
      `${origin}/`,
    )
  })

  test('cancelled and silent sign-ins are said as such, and nothing is kept', async () => {
    const browser = new Browser(whole)
    whole.signIn.refuse = 'access_denied'
    expect((await browser.logIn(marisol)).location).toBe('/?problem=log-in-cancelled')
    whole.signIn.refuse = null
    whole.signIn.silent = true
    expect((await browser.logIn(marisol)).location).toBe('/?problem=log-in-unavailable')
    whole.signIn.silent = false
  })
})

describe('the page to return to', () => {
  test.each([
    ['/renewal/ethics?part=2', '/renewal/ethics?part=2'],
    ['//evil.example/x', '/dashboard'],
    ['/\\evil.example', '/dashboard'],
    ['https://evil.example/', '/dashboard'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['/\t/evil.example', '/dashboard'],
    ['/api/session', '/dashboard'],
    ['/auth/log-out', '/dashboard'],
    ['javascript:alert(1)', '/dashboard'],
  ])('%s leads to %s', async (wanted, lands) => {
    const browser = new Browser(whole)
    expect((await browser.logIn(marisol, `return=${encodeURIComponent(wanted)}`)).location).toBe(
      lands,
    )
  })

  test('the same person comes back to it; another one goes to their own dashboard', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    expect((await browser.logIn(marisol, 'return=/renewal')).location).toBe('/renewal')
    expect((await browser.logIn(rosa, 'return=/renewal')).location).toBe('/dashboard')
    expect((await browser.logIn(rosa, 'return=/renewal')).location).toBe('/renewal')
  })
})

describe('log-out and the end of a session', () => {
  test('log-out ends ours and names the address that ends the sign-in; Google may go on', async () => {
    const browser = new Browser(whole)
    await browser.logIn({ ...marisol, provider: 'google' })
    const old = browser.cookies.get('session')
    expect((await browser.session()).method).toBe('google')
    const { body } = await browser.post('/auth/log-out')
    const address = new URL(body.location)
    expect(address.pathname).toBe('/realms/peers/protocol/openid-connect/logout')
    expect(address.searchParams.get('id_token_hint')).toMatch(/^eyJ/)
    expect(await browser.session()).toMatchObject({
      kind: 'anonymous',
      loggedOut: { mayStillBeSignedInTo: 'google' },
    })
    const tab = new Browser(whole)
    tab.cookies.set('session', old ?? '')
    expect((await tab.get('/api/dashboard')).status).toBe(401)
  })

  test('20 minutes of machine time without a touch end it; a touch keeps it; reading does not', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const age = (minutes: number) =>
      whole.portal.pool.query(
        `update session set touched_at = touched_at - make_interval(mins => $1)`,
        [minutes],
      )
    await age(19)
    const touched = await browser.post('/api/session/touch')
    expect(touched.body).toEqual({ idleLeft: 1200 })
    await age(19)
    expect((await browser.session()).idleLeft).toBeLessThanOrEqual(60)
    await age(2)
    expect((await browser.get('/api/dashboard')).body).toMatchObject({ type: 'unauthenticated' })
    expect((await browser.session()).kind).toBe('anonymous')
    expect((await browser.post('/api/session/touch')).status).toBe(401)
  })

  test('moving program time logs nobody out', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    const now = whole.portal.clock.now()
    whole.portal.clock.moveTo(new Date('2028-06-15T19:00:00Z'))
    expect((await browser.session()).kind).toBe('person')
    whole.portal.clock.moveTo(now)
  })

  test('a session has an end however busy it is', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    await whole.portal.pool.query(`update session set ends_at = now()`)
    expect((await browser.session()).kind).toBe('anonymous')
  })
})

describe('T-13: back-channel log-out', () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const send = (token: string) =>
    new Browser(whole).send('POST', '/auth/back-channel-log-out', {
      body: `logout_token=${token}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      csrf: null,
      origin: null,
    })
  const sidOf = async () =>
    (await whole.portal.pool.query(`select sid from session order by created_at desc limit 1`))
      .rows[0].sid

  test('by sid ends that sign-in alone', async () => {
    const [one, other] = [new Browser(whole), new Browser(whole)]
    await other.logIn(marisol)
    await one.logIn(marisol)
    const token = await whole.signIn.logOutToken('peers', {
      sub: marisol.subject,
      sid: await sidOf(),
      events,
    })
    expect((await send(token)).status).toBe(200)
    expect((await one.session()).kind).toBe('anonymous')
    expect((await other.session()).kind).toBe('person')
  })

  test('an account disabled or logged out everywhere: by subject ends all of that realm', async () => {
    const [one, other] = [new Browser(whole), new Browser(whole)]
    await one.logIn(marisol)
    await other.logIn(rosa)
    const token = await whole.signIn.logOutToken('peers', { sub: marisol.subject, events })
    expect((await send(token)).status).toBe(200)
    expect((await one.session()).kind).toBe('anonymous')
    expect((await other.session()).kind).toBe('person')
  })

  test('by a key that was not seen before counts at once', async () => {
    const browser = new Browser(whole)
    await browser.logIn(marisol)
    await whole.signIn.rotate()
    const token = await whole.signIn.logOutToken('peers', { sid: await sidOf(), events })
    expect((await send(token)).status).toBe(200)
    expect((await browser.session()).kind).toBe('anonymous')
  })

  test.each([
    ['no event', { sid: 'x' }],
    ['a nonce', { sid: 'x', nonce: 'n', events }],
    ['another audience', { sid: 'x', aud: 'payments', events }],
    ['nobody', { events }],
    ['another issuer', { sid: 'x', iss: 'http://evil.example', events }],
  ])('a token with %s is refused', async (_what, claims) => {
    const token = await whole.signIn.logOutToken('peers', claims)
    expect((await send(token)).status).toBe(400)
  })
})
