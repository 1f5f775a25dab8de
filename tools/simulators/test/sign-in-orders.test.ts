import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { describe, expect, test, vi } from 'vitest'
import { textOf } from './browser.ts'
import { aSignIn, claimsOf, headerOf, password } from './sign-in-kit.ts'

const kit = aSignIn({ folder: mkdtempSync(join(tmpdir(), 'sign-in-')) })
const certs = () => `${kit.signIn.issuers.peers}/protocol/openid-connect/certs`

describe('logging out', () => {
  test('by the portal asks nothing, leads back, ends the session and tells the portal', async () => {
    const browser = kit.browser()
    const { client, tokens } = await kit.logIn(browser)
    const told = kit.loggedOut.length
    const end = oidc.buildEndSessionUrl(client, {
      post_logout_redirect_uri: 'http://127.0.0.1:9/',
      id_token_hint: tokens.id_token ?? '',
      state: 'bye',
    })
    const page = await browser.open(end.href)
    expect(page.left).toBe('http://127.0.0.1:9/?state=bye')
    const logout = kit.loggedOut[told] ?? ''
    expect(headerOf(logout)).toMatchObject({ typ: 'logout+jwt', alg: 'RS256' })
    const { payload } = await jwtVerify(logout, createRemoteJWKSet(new URL(certs())), {
      issuer: kit.signIn.issuers.peers,
      audience: 'portal',
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp', 'jti', 'events', 'sub'],
    })
    expect(payload).toMatchObject({
      typ: 'Logout',
      sid: tokens.claims()?.sid,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    expect(payload).not.toHaveProperty('nonce')
    await expect(oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    const { url } = await kit.departure()
    expect(textOf(await browser.open(url))).toContain('Log In')
  })

  test('with an address that is not registered leads nowhere', async () => {
    const browser = kit.browser()
    const { client, tokens } = await kit.logIn(browser)
    const end = oidc.buildEndSessionUrl(client, {
      post_logout_redirect_uri: 'http://evil.example/',
      id_token_hint: tokens.id_token ?? '',
    })
    const page = await browser.open(end.href)
    expect(textOf(page)).toContain('You are logged out')
  })

  test('without saying whose session asks first', async () => {
    const browser = kit.browser()
    const { client, tokens } = await kit.logIn(browser)
    const address = `${kit.signIn.issuers.peers}/protocol/openid-connect/logout`
    const page = await browser.open(address)
    expect(textOf(page)).toContain('Log out?')
    await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
    await browser.submit(page, '/logout')
    expect(textOf(await browser.open((await kit.departure()).url))).toContain('Log In')
  })
})

describe('by order', () => {
  test('keys rotate: new tokens have a new kid, old ones are still good', async () => {
    const { client, tokens } = await kit.logIn(kit.browser())
    const before = headerOf(tokens.access_token).kid
    const answer = await kit.order({ do: 'rotate-keys', realm: 'peers' })
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
    const after = headerOf(next.access_token).kid
    expect(after).not.toBe(before)
    expect(answer).toEqual([{ realm: 'peers', kid: after }])
    const keys = createRemoteJWKSet(new URL(certs()))
    for (const token of [tokens.access_token, next.access_token])
      await jwtVerify(token, keys, { issuer: kit.signIn.issuers.peers })
    await kit.order({ do: 'rotate-keys', realm: 'peers', drop: true })
    const left = (await (await fetch(certs())).json()) as { keys: unknown[] }
    expect(left.keys).toHaveLength(1)
  })

  test('the key address fails, hangs, answers a page, and is well again', async () => {
    await kit.order({ do: 'fail', at: 'certs' })
    expect((await fetch(certs())).status).toBe(503)
    await kit.order({ do: 'page', at: 'certs', realm: 'peers' })
    expect((await fetch(certs())).headers.get('content-type')).toBe('text/html')
    await kit.order({ do: 'hang', at: 'certs' })
    await expect(fetch(certs(), { signal: AbortSignal.timeout(200) })).rejects.toThrow()
    expect((await fetch(certs())).headers.get('content-type')).toContain('json')
    await kit.order({ do: 'fail', at: 'token', times: 'always' })
    const client = await kit.client('peers', 'applications', 'a-secret')
    await expect(oidc.clientCredentialsGrant(client)).rejects.toThrow()
    await fetch(`${kit.signIn.url}/orders`, { method: 'DELETE' })
    await oidc.clientCredentialsGrant(client)
  })

  test('an account is disabled: its sessions end, and it gets the text that everybody gets', async () => {
    const { client, tokens } = await kit.logIn(kit.browser())
    const told = kit.loggedOut.length
    const email = 'marisol@mail.example'
    expect(await kit.order({ do: 'disable', email })).toMatchObject({ ended: expect.any(Number) })
    await vi.waitFor(() => expect(kit.loggedOut.length).toBeGreaterThan(told))
    await expect(oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    const browser = kit.browser()
    const box = await browser.open((await kit.departure()).url)
    const page = await browser.submit(box, '/authenticate', { email, password })
    expect(textOf(page)).toContain('That email and password do not match.')
    await kit.order({ do: 'enable', email })
    await kit.logIn(kit.browser())
  })

  test('all sessions of a person end', async () => {
    const one = await kit.logIn(kit.browser())
    const two = await kit.logIn(kit.browser())
    await kit.order({ do: 'end-sessions', email: 'marisol@mail.example' })
    const sids = kit.loggedOut.map((token) => claimsOf(token).sid)
    for (const { client, tokens } of [one, two]) {
      expect(sids).toContain(tokens.claims()?.sid)
      await expect(
        oidc.refreshTokenGrant(client, tokens.refresh_token ?? ''),
      ).rejects.toMatchObject({ error: 'invalid_grant' })
    }
  })

  test('what makes no sense is refused', async () => {
    expect(await kit.order({ do: 'explode' })).toMatchObject({ error: expect.any(String) })
    expect(await kit.order({ do: 'fail', at: 'moon' })).toMatchObject({ error: expect.any(String) })
  })
})

test('accounts, keys and sessions are still there after a restart', async () => {
  const browser = kit.browser()
  const { tokens } = await kit.logIn(browser)
  await kit.restart()
  const client = await kit.client()
  const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
  expect(headerOf(next.access_token).kid).toBe(headerOf(tokens.access_token).kid)
  const { url, arrive } = await kit.departure()
  const again = await arrive(await browser.open(url))
  expect(again.claims()?.sid).toBe(tokens.claims()?.sid)
})
