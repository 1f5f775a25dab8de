import { describe, expect, test } from 'vitest'
import { textOf } from './browser.ts'
import { aSignIn, claimsOf, password } from './sign-in-kit.ts'

const kit = aSignIn()
const email = 'marisol@mail.example'

async function atTheBox(extra: Record<string, string> = {}, headers = {}) {
  const browser = kit.browser(headers)
  const { url, arrive } = await kit.departure('peers', extra)
  return { browser, box: await browser.open(url), arrive }
}

describe('S2, the log-in box', () => {
  test('ACC-13: has exactly the words of the program, in English', async () => {
    const { box } = await atTheBox()
    const text = textOf(box)
    for (const words of [
      'Log In',
      'You must log in the same way and with the same email/password as your current application.',
      'Sign in with Google',
      'Sign in with Microsoft',
      'Email',
      'Password',
      'Show',
      'Forgot your password?',
      'Create an account',
      'I cannot get in',
      'Shared computer? Select Log Out when you finish.',
      'Medi-Cal Peer Support Specialist Certification',
      'This is a state program, not a federal site.',
    ])
      expect(text).toContain(words)
    expect(box.html).toContain('<html lang="en">')
  })

  test('and in Spanish when the portal, the browser or the person says so', async () => {
    const { box } = await atTheBox({ ui_locales: 'es' })
    for (const words of [
      'Iniciar sesión',
      'Debe iniciar sesión de la misma manera y con el mismo correo y contraseña que en su solicitud actual.',
      'Iniciar sesión con Google',
      'Iniciar sesión con Microsoft',
      'Correo electrónico',
      'Contraseña',
      '¿Usa una computadora compartida? Al terminar, seleccione Cerrar sesión.',
    ])
      expect(textOf(box)).toContain(words)
    const spanishBrowser = await atTheBox({}, { 'accept-language': 'es-MX,es;q=0.9' })
    expect(spanishBrowser.box.html).toContain('<html lang="es">')
    const { browser, box: english, arrive } = await atTheBox({ ui_locales: 'en' })
    const spanish = await browser.follow(english, 'kc_locale=es')
    expect(spanish.html).toContain('<html lang="es">')
    const wrong = await browser.submit(spanish, '/authenticate', { email, password: 'no' })
    expect(textOf(wrong)).toContain('Ese correo y esa contraseña no coinciden.')
    const there = await browser.submit(wrong, '/authenticate', { email, password })
    expect(claimsOf((await arrive(there)).id_token)).toMatchObject({ locale: 'es' })
  })

  test('the language chosen there is passed on with the person', async () => {
    const { browser, box, arrive } = await atTheBox({ ui_locales: 'es' })
    const english = await browser.follow(box, 'kc_locale=en')
    const there = await browser.submit(english, '/authenticate', { email, password })
    expect(claimsOf((await arrive(there)).id_token)).toMatchObject({ locale: 'en' })
  })

  test('may run its own scripts only, stand in no frame, and is kept nowhere', async () => {
    const { box } = await atTheBox()
    const policy = box.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' http://127.0.0.1:9")
    expect(box.headers.get('cache-control')).toBe('no-store')
    expect(box.html).not.toMatch(/<script>|style="|onclick/)
  })

  test('for staff has a password and nothing else', async () => {
    const { url } = await kit.departure('staff')
    const text = textOf(await kit.browser().open(url))
    expect(text).not.toContain('Google')
    expect(text).not.toContain('Create an account')
    expect(text).toContain('Email')
  })
})

describe('a wrong try', () => {
  test('gets one text, whether the password, the address or the way was wrong', async () => {
    const { browser, box } = await atTheBox()
    const answers = []
    for (const [address, secret] of [
      [email, 'wrong'],
      ['nobody@mail.example', 'wrong'],
      ['grace@mail.example', 'wrong'],
    ] as const) {
      const page = await browser.submit(box, '/authenticate', { email: address, password: secret })
      expect(page.status).toBe(401)
      expect(page.html).toContain('<title>Error: Log In')
      answers.push(textOf(page).split('Log In')[1])
    }
    expect(textOf(await browser.submit(box, '/authenticate', { email, password: 'x' }))).toContain(
      'There is a problem That email and password do not match. Check both, reset your password, or use the Google or Microsoft button if you used it before.',
    )
    expect(new Set(answers).size).toBe(1)
  })

  test('with empty fields says which, and keeps the address', async () => {
    const { browser, box } = await atTheBox()
    const page = await browser.submit(box, '/authenticate', { email: 'a@b.example', password: '' })
    expect(textOf(page)).toContain('Enter your password.')
    expect(page.html).toContain('value="a@b.example"')
    expect(page.html).toContain('href="#password"')
  })

  test.each(['locked@mail.example', 'marisol@mail.example'])(
    'after five of them %s is closed for 15 minutes, even with the right password',
    async (address) => {
      const { browser, box, arrive } = await atTheBox()
      const tryWith = (secret: string) =>
        browser.submit(box, '/authenticate', { email: address, password: secret })
      kit.now += 60 * 60_000
      for (let n = 0; n < 5; n++) await tryWith('wrong')
      const closed = await tryWith(password)
      expect(textOf(closed)).toContain(
        'Too many tries. Wait 15 minutes, or reset your password now.',
      )
      expect(closed.status).toBe(429)
      kit.now += 15 * 60_000 + 1
      const later = await tryWith(password)
      if (address === email) await arrive(later)
      else expect(later.status).toBe(401)
    },
  )

  test('from another site or another browser does nothing', async () => {
    const { browser, box } = await atTheBox()
    const action = /action="([^"]*authenticate)"/.exec(box.html)?.[1] ?? ''
    const url = new URL(action, box.url).href
    const csrf = /name="csrf" value="([^"]*)"/.exec(box.html)?.[1] ?? ''
    const form = (fields: Record<string, string>) => ({
      method: 'POST',
      body: new URLSearchParams({ email, password, ...fields }),
    })
    const without = await browser.open(url, form({}))
    const foreign = await browser.open(url, {
      ...form({ csrf }),
      headers: { origin: 'http://evil.example' },
    })
    const elsewhere = await kit.browser().open(url, form({ csrf }))
    for (const page of [without, foreign, elsewhere]) {
      expect(page.left).toBeNull()
      expect(textOf(page)).toContain('This page is too old')
    }
  })
})

describe('a second visit', () => {
  test('asks nothing; with prompt=login it asks again, and keeps the session', async () => {
    const browser = kit.browser()
    const first = await kit.logIn(browser)
    const { url, arrive } = await kit.departure()
    const second = await arrive(await browser.open(url))
    expect(second.claims()?.sid).toBe(first.tokens.claims()?.sid)
    const again = await kit.departure('peers', { prompt: 'login' })
    const box = await browser.open(again.url)
    expect(textOf(box)).toContain('Log In')
    const third = await again.arrive(
      await browser.submit(box, '/authenticate', { email, password }),
    )
    expect(third.claims()?.sid).toBe(first.tokens.claims()?.sid)
  })

  test('of somebody else at the same computer ends the session of the first', async () => {
    const browser = kit.browser()
    const first = await kit.logIn(browser)
    await kit.signIn.seed([
      {
        realm: 'peers',
        subject: '5b0f1c1e-0000-4000-8000-000000000009',
        email: 'second@mail.example',
        password,
        firstName: 'Second',
        lastName: 'Person',
      },
    ])
    const told = kit.loggedOut.length
    const { tokens } = await kit.logIn(browser, 'second@mail.example', { prompt: 'login' })
    expect(tokens.claims()?.sub).toBe('5b0f1c1e-0000-4000-8000-000000000009')
    expect(claimsOf(kit.loggedOut[told])).toMatchObject({ sid: first.tokens.claims()?.sid })
  })

  test('without asking (prompt=none) is an error when nobody is signed in', async () => {
    const { url } = await kit.departure('peers', { prompt: 'none' })
    const page = await kit.browser().open(url)
    expect(new URL(page.left ?? '').searchParams.get('error')).toBe('login_required')
  })
})
