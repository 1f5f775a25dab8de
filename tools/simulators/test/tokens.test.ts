import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { describe, expect, test } from 'vitest'
import { aSignIn, claimsOf, headerOf } from './sign-in-kit.ts'

const kit = aSignIn()
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('the tokens of a person', () => {
  test('have the shape of the real ones, claim by claim; the access token names nobody', async () => {
    const { tokens } = await kit.logIn(kit.browser())
    const claims = claimsOf(tokens.access_token)
    expect(headerOf(tokens.access_token)).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(claims).toEqual({
      exp: expect.any(Number),
      iat: expect.any(Number),
      auth_time: expect.any(Number),
      jti: expect.stringMatching(/^onrtac:[0-9a-f-]{36}$/),
      iss: kit.signIn.issuers.peers,
      aud: ['identity', 'applications', 'payments'],
      sub: '5b0f1c1e-0000-4000-8000-000000000001',
      typ: 'Bearer',
      azp: 'portal',
      sid: expect.stringMatching(/^[\w-]{24}$/),
      acr: '1',
      realm_access: { roles: ['peer'] },
      scope: expect.any(String),
    })
    expect(new Set(String(claims.scope).split(' '))).toEqual(
      new Set(['openid', 'email', 'profile']),
    )
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300)

    const at = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16)
    expect(headerOf(tokens.id_token)).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    expect(claimsOf(tokens.id_token)).toEqual({
      exp: expect.any(Number),
      iat: expect.any(Number),
      auth_time: claims.auth_time,
      jti: expect.stringMatching(uuid),
      iss: kit.signIn.issuers.peers,
      aud: 'portal',
      sub: claims.sub,
      typ: 'ID',
      azp: 'portal',
      nonce: expect.any(String),
      sid: claims.sid,
      at_hash: at.toString('base64url'),
      acr: '1',
      email_verified: true,
      name: 'Marisol Vega',
      preferred_username: 'marisol@mail.example',
      given_name: 'Marisol',
      family_name: 'Vega',
      locale: 'es',
      email: 'marisol@mail.example',
    })
    expect(tokens).toMatchObject({
      token_type: 'bearer',
      expires_in: 300,
      refresh_expires_in: 1800,
      'not-before-policy': 0,
      session_state: claims.sid,
    })
  })

  test('of staff carry their roles, and one audience is a text', async () => {
    const { tokens } = await kit.logIn(kit.browser(), 'dana@staff.example')
    expect(claimsOf(tokens.access_token)).toMatchObject({
      iss: kit.signIn.issuers.staff,
      aud: 'identity',
      realm_access: { roles: ['reviewer', 'finance'] },
    })
  })

  test('are signed with a key that the key address publishes', async () => {
    const { tokens } = await kit.logIn(kit.browser())
    const keys = createRemoteJWKSet(
      new URL(`${kit.signIn.issuers.peers}/protocol/openid-connect/certs`),
    )
    await jwtVerify(tokens.access_token, keys, { issuer: kit.signIn.issuers.peers })
    const answer = await fetch(`${kit.signIn.issuers.peers}/protocol/openid-connect/certs`)
    expect(await answer.text()).not.toContain('"d"')
  })

  test('open the address that says who somebody is', async () => {
    const { client, tokens } = await kit.logIn(kit.browser())
    const info = await oidc.fetchUserInfo(client, tokens.access_token, tokens.claims()?.sub ?? '')
    expect(info).toMatchObject({ email: 'marisol@mail.example', name: 'Marisol Vega' })
    const stranger = await fetch(`${kit.signIn.issuers.peers}/protocol/openid-connect/userinfo`)
    expect(stranger.status).toBe(401)
  })

  test('can be had without a browser', async () => {
    const token = await kit.signIn.issueToken({ email: 'dana@staff.example' })
    expect(claimsOf(token)).toMatchObject({ aud: 'identity', azp: 'portal', typ: 'Bearer' })
    const { token: ordered } = await kit.order({ do: 'token', email: 'marisol@mail.example' })
    expect(claimsOf(String(ordered))).toMatchObject({ realm_access: { roles: ['peer'] } })
    expect(claimsOf(String(ordered))).not.toHaveProperty('email')
  })
})

describe('the tokens of a service', () => {
  const tokenOf = async (id: string, secret: string) =>
    oidc.clientCredentialsGrant(await kit.client('peers', id, secret))

  test('have the shape of the real ones, claim by claim', async () => {
    const answer = await tokenOf('applications', 'a-secret')
    expect(claimsOf(answer.access_token)).toEqual({
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: expect.stringMatching(/^trrtcc:/),
      iss: kit.signIn.issuers.peers,
      aud: ['identity', 'payments'],
      sub: expect.stringMatching(uuid),
      typ: 'Bearer',
      azp: 'applications',
      acr: '1',
      realm_access: { roles: ['service'] },
      scope: '',
      preferred_username: 'service-account-applications',
    })
    expect(answer).toMatchObject({ refresh_expires_in: 0, expires_in: 300 })
    expect(answer).not.toHaveProperty('refresh_token')
    const again = await tokenOf('applications', 'a-secret')
    expect(claimsOf(again.access_token).sub).toBe(claimsOf(answer.access_token).sub)
  })

  test('write one audience as a text and none not at all', async () => {
    expect(claimsOf((await tokenOf('payments', 'p-secret')).access_token).aud).toBe('applications')
    expect(claimsOf((await tokenOf('importer', 'i-secret')).access_token)).not.toHaveProperty('aud')
  })

  test('are refused to a wrong secret, and services do not live in the realm of staff', async () => {
    await expect(tokenOf('applications', 'wrong')).rejects.toMatchObject({
      error: 'invalid_client',
    })
    const staff = await kit.client('staff', 'applications', 'a-secret')
    await expect(oidc.clientCredentialsGrant(staff)).rejects.toMatchObject({
      error: 'invalid_client',
    })
  })
})

describe('a refresh', () => {
  test('gives new tokens of the same session, with the profile as it is now', async () => {
    const { client, tokens } = await kit.logIn(kit.browser())
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
    const [before, after] = [claimsOf(tokens.access_token), claimsOf(next.access_token)]
    expect(after).toMatchObject({ sid: before.sid, auth_time: before.auth_time, sub: before.sub })
    expect(after.jti).toMatch(/^onrtrt:/)
    expect(next.refresh_token).not.toBe(tokens.refresh_token)
    expect(claimsOf(next.id_token)).toMatchObject({ typ: 'ID', email: 'marisol@mail.example' })
  })

  test('with a token that was used already ends the session: the newer one is refused too', async () => {
    const { client, tokens } = await kit.logIn(kit.browser())
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
    await expect(oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(oidc.refreshTokenGrant(client, next.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })
})

describe('the protocol', () => {
  test('wants PKCE with S256 from everybody', async () => {
    const { url } = await kit.departure()
    for (const change of [
      ['code_challenge', ''],
      ['code_challenge_method', 'plain'],
    ]) {
      const without = new URL(url)
      if (change[1]) without.searchParams.set(change[0] ?? '', change[1])
      else
        for (const name of ['code_challenge', 'code_challenge_method'])
          without.searchParams.delete(name)
      const page = await kit.browser().open(without.href)
      expect(new URL(page.left ?? '').searchParams.get('error')).toBe('invalid_request')
    }
  })

  test('sends nobody to an address that is not registered', async () => {
    const { url } = await kit.departure()
    const page = await kit
      .browser({ accept: 'text/html' })
      .open(url.replace('auth%2Fcallback', 'elsewhere'))
    expect(page.left).toBeNull()
    expect(page.status).toBe(400)
  })

  test('a code works once, and only with its verifier', async () => {
    const browser = kit.browser()
    const { url, arrive } = await kit.departure()
    const email = 'marisol@mail.example'
    const box = await browser.open(url)
    const page = await browser.submit(box, '/authenticate', {
      email,
      password: 'lantern-river-2026',
    })
    const { client, arrive: other } = await kit.departure()
    await expect(other(page)).rejects.toThrow()
    await arrive(page)
    await expect(arrive(page)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(client.serverMetadata().end_session_endpoint).toBe(
      `${kit.signIn.issuers.peers}/protocol/openid-connect/logout`,
    )
  })
})
