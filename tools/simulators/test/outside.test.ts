import { describe, expect, test } from 'vitest'
import { textOf, type Browser, type Page } from './browser.ts'
import { aSignIn, claimsOf, password } from './sign-in-kit.ts'

const kit = aSignIn({
  outsideClients: [
    {
      id: 'keycloak',
      secret: 'k-secret',
      redirectUris: ['http://127.0.0.1:9/broker/google/endpoint'],
    },
  ],
})

async function atProvider(provider: 'google' | 'microsoft', extra: Record<string, string> = {}) {
  const browser = kit.browser()
  const { url, arrive } = await kit.departure('peers', extra)
  const box = await browser.open(url)
  const there = await browser.submit(box, '/broker', { provider })
  return { browser, box, there, arrive }
}

const typed = (browser: Browser, page: Page, email: string) =>
  browser.submitWith(page, '/choose', 'email', { email, firstName: 'Rosa', lastName: 'Ibarra' })

describe('Sign in with Google', () => {
  test('leads to a page that says it is simulated, offers the people, and signs one in', async () => {
    const { browser, there, arrive } = await atProvider('google', { ui_locales: 'es' })
    expect(textOf(there)).toContain('Google (simulado)')
    expect(textOf(there)).toContain('Continuar como Grace Lindqvist')
    const page = await browser.submitWith(there, '/choose', 'person', {
      person: 'grace@mail.example',
    })
    const claims = claimsOf((await arrive(page)).id_token)
    expect(claims).toMatchObject({
      sub: '5b0f1c1e-0000-4000-8000-000000000002',
      identity_provider: 'google',
      email_verified: true,
    })
  })

  test('cancelled there, nothing changed, and the box says so', async () => {
    const { browser, there } = await atProvider('google')
    const back = await browser.submitWith(there, '/choose', 'cancel', { cancel: '1' })
    expect(textOf(back)).toContain(
      'Google did not finish. Nothing changed. Try again or use another way.',
    )
  })

  test('silent or broken there, the box says the same', async () => {
    await kit.order({ do: 'fail', at: 'microsoft/token' })
    const { browser, there } = await atProvider('microsoft')
    const back = await typed(browser, there, 'silent@mail.example')
    expect(textOf(back)).toContain('Microsoft did not finish. Nothing changed.')
  })

  test('somebody new gets an account whose address counts as proven', async () => {
    const { browser, there, arrive } = await atProvider('microsoft')
    const tokens = await arrive(await typed(browser, there, 'rosa@mail.example'))
    expect(claimsOf(tokens.id_token)).toMatchObject({
      email: 'rosa@mail.example',
      email_verified: true,
      name: 'Rosa Ibarra',
      identity_provider: 'microsoft',
    })
    const again = await atProvider('microsoft')
    const second = await again.arrive(await typed(again.browser, again.there, 'rosa@mail.example'))
    expect(second.claims()?.sub).toBe(tokens.claims()?.sub)
  })

  test('ACC-4: an address with a password asks that password once, then both ways work', async () => {
    const { browser, there, arrive } = await atProvider('google')
    const page = await typed(browser, there, 'marisol@mail.example')
    expect(textOf(page)).toContain(
      'This address already has an account with a password. Enter that password once and both ways will work from now on.',
    )
    const wrong = await browser.submit(page, '/link', { password: 'not it' })
    expect(wrong.status).toBe(401)
    const joined = await arrive(await browser.submit(wrong, '/link', { password }))
    expect(joined.claims()?.sub).toBe('5b0f1c1e-0000-4000-8000-000000000001')
    const again = await atProvider('google')
    const direct = await again.arrive(
      await typed(again.browser, again.there, 'marisol@mail.example'),
    )
    expect(direct.claims()?.sub).toBe(joined.claims()?.sub)
    const { tokens } = await kit.logIn(kit.browser())
    expect(tokens.claims()?.sub).toBe(joined.claims()?.sub)
    expect(claimsOf(tokens.id_token)).not.toHaveProperty('identity_provider')
  })

  test('ACC-4: an address that uses Google is joined to Microsoft by proving both', async () => {
    const { browser, there, arrive } = await atProvider('microsoft')
    const page = await typed(browser, there, 'grace@mail.example')
    expect(textOf(page)).toContain('This address already uses Google. Sign in with Google once')
    const google = await browser.submit(page, '/broker', { provider: 'google' })
    const done = await browser.submitWith(google, '/choose', 'person', {
      person: 'grace@mail.example',
    })
    const tokens = await arrive(done)
    expect(tokens.claims()?.sub).toBe('5b0f1c1e-0000-4000-8000-000000000002')
    const again = await atProvider('microsoft')
    const direct = await again.arrive(await typed(again.browser, again.there, 'grace@mail.example'))
    expect(direct.claims()?.sub).toBe(tokens.claims()?.sub)
  })

  test('an account whose mail was never opened belongs to whoever proves the address', async () => {
    const squatter = kit.browser()
    const { url } = await kit.departure()
    const form = await squatter.follow(await squatter.open(url), '/registration')
    const stolen = { email: 'victim@mail.example', firstName: 'Not', lastName: 'Me', password }
    await squatter.submit(form, '/registration', stolen)
    const { browser, there, arrive } = await atProvider('google')
    await arrive(await typed(browser, there, 'victim@mail.example'))
    const box = await squatter.open((await kit.departure()).url)
    const page = await squatter.submit(box, '/authenticate', stolen)
    expect(page.status).toBe(401)
  })

  test('what was proven in one browser opens nothing in another', async () => {
    const { browser, there } = await atProvider('google')
    const stranger = kit.browser()
    const base = /login-actions\/[\w-]+/.exec((await browser.open(there.url)).url)?.[0] ?? ''
    expect(base).toBe('')
    const { box } = await atProvider('google')
    const page = await stranger.open(`${box.url}/outside`)
    expect(textOf(page)).toContain('This page is too old')
  })
})

test('Google and Microsoft (simulated) are OpenID providers that others can use as well', async () => {
  const issuer = `${kit.signIn.url}/google`
  const found = (await (
    await fetch(`${issuer}/.well-known/openid-configuration`)
  ).json()) as Record<string, string>
  expect(found).toMatchObject({
    issuer,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/certs`,
  })
  const query = new URLSearchParams({
    client_id: 'keycloak',
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: 'http://127.0.0.1:9/broker/google/endpoint',
    state: 's',
    nonce: 'n',
  })
  const browser = kit.browser()
  const page = await browser.open(`${found.authorization_endpoint}?${query}`)
  const left = await browser.submitWith(page, '/choose', 'person', { person: 'grace@mail.example' })
  const code = new URL(left.left ?? '').searchParams.get('code') ?? ''
  const answer = await fetch(found.token_endpoint ?? '', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://127.0.0.1:9/broker/google/endpoint',
      client_id: 'keycloak',
      client_secret: 'k-secret',
    }),
  })
  const { id_token } = (await answer.json()) as { id_token: string }
  expect(claimsOf(id_token)).toMatchObject({ iss: issuer, email: 'grace@mail.example', nonce: 'n' })
})
