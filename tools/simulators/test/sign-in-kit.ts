import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { startMail, type MailSimulator } from '../src/mail.ts'
import {
  startSignIn,
  type Person,
  type SignInOptions,
  type SignInSimulator,
} from '../src/sign-in.ts'
import { Browser, type Page } from './browser.ts'

export const password = 'lantern-river-2026'

const people: Person[] = [
  {
    realm: 'peers',
    subject: '5b0f1c1e-0000-4000-8000-000000000001',
    email: 'marisol@mail.example',
    password,
    firstName: 'Marisol',
    lastName: 'Vega',
    locale: 'es',
  },
  {
    realm: 'peers',
    subject: '5b0f1c1e-0000-4000-8000-000000000002',
    email: 'grace@mail.example',
    firstName: 'Grace',
    lastName: 'Lindqvist',
    google: true,
  },
  {
    realm: 'staff',
    subject: '5b0f1c1e-0000-4000-8000-000000000003',
    email: 'dana@staff.example',
    password,
    firstName: 'Dana',
    lastName: 'Reyes',
    roles: ['reviewer', 'finance'],
  },
]

/** A portal as far as signing in goes: the end of the back channel, and openid-client. */
export function aSignIn(more: Partial<Parameters<typeof startSignIn>[0]> = {}) {
  const portal = 'http://127.0.0.1:9/'
  const kit = {
    mail: undefined as unknown as MailSimulator,
    signIn: undefined as unknown as SignInSimulator,
    now: Date.now(),
    loggedOut: [] as string[],
    browser: (headers = {}) => new Browser(portal, headers),
    options: undefined as unknown as SignInOptions,
    async client(realm: 'peers' | 'staff' = 'peers', id = 'portal', secret = 'portal-secret') {
      const issuer = new URL(kit.signIn.issuers[realm])
      const execute = [oidc.allowInsecureRequests]
      return oidc.discovery(issuer, id, secret, undefined, { execute })
    },
    /** The address a portal sends a browser to, and what is needed when it comes back. */
    async departure(realm: 'peers' | 'staff' = 'peers', extra: Record<string, string> = {}) {
      const client = await kit.client(realm)
      const verifier = oidc.randomPKCECodeVerifier()
      const state = oidc.randomState()
      const nonce = oidc.randomNonce()
      const url = oidc.buildAuthorizationUrl(client, {
        redirect_uri: `${portal}auth/callback`,
        scope: 'openid email profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...extra,
      }).href
      const arrive = (page: Page) => {
        if (!page.left) throw new Error(`still at ${page.url}: ${page.html}`)
        return oidc.authorizationCodeGrant(client, new URL(page.left), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
      }
      return { client, url, arrive }
    },
    async logIn(
      browser: Browser,
      email = 'marisol@mail.example',
      extra: Record<string, string> = {},
    ) {
      const realm = email.endsWith('staff.example') ? 'staff' : 'peers'
      const { client, url, arrive } = await kit.departure(realm, extra)
      const box = await browser.open(url)
      const page = box.left ? box : await browser.submit(box, '/authenticate', { email, password })
      return { client, page, tokens: await arrive(page) }
    },
    order: async (body: object) => {
      const answer = await fetch(`${kit.signIn.url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return (await answer.json()) as Record<string, unknown>
    },
    async linkIn(to: string, subject: string): Promise<string> {
      const { text } = await kit.mail.waitFor({ to, subject })
      return /http:\S+/.exec(text)?.[0] ?? ''
    },
    async restart() {
      const port = Number(new URL(kit.signIn.url).port)
      await kit.signIn.close()
      kit.signIn = await startSignIn({ ...kit.options, port })
      // Connections that were kept alive to the old one fail first.
      await vi.waitFor(async () => expect((await fetch(`${kit.signIn.url}/healthz`)).ok).toBe(true))
    },
  }
  let backChannel: Server
  beforeAll(async () => {
    kit.mail = await startMail()
    backChannel = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        kit.loggedOut.push(new URLSearchParams(body).get('logout_token') ?? '')
        response.end()
      })
    })
    await new Promise<void>((resolve) => backChannel.listen(0, '127.0.0.1', resolve))
    const { port } = backChannel.address() as AddressInfo
    kit.options = {
      portal: {
        url: portal,
        secret: 'portal-secret',
        backchannelLogoutUri: `http://127.0.0.1:${port}/`,
      },
      audience: { peers: ['identity', 'applications', 'payments'], staff: ['identity'] },
      services: [
        { id: 'applications', secret: 'a-secret', audience: ['identity', 'payments'] },
        { id: 'payments', secret: 'p-secret', audience: ['applications'] },
        { id: 'importer', secret: 'i-secret', audience: [] },
      ],
      smtp: kit.mail.smtp,
      people,
      now: () => kit.now,
      ...more,
    }
    kit.signIn = await startSignIn(kit.options)
  })
  afterAll(async () => {
    await kit.signIn.close()
    await kit.mail.close()
    backChannel.closeAllConnections()
    backChannel.close()
  })
  return kit
}

export const claimsOf = (token: string | undefined) => decodeJwt(token ?? '')
export const headerOf = (token: string | undefined) => decodeProtectedHeader(token ?? '')
