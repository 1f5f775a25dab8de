import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePorts } from '@peercert/local/ports'
import { startMail } from '@peercert/simulators/mail'
import { startSignIn } from '@peercert/simulators/sign-in'
import type { Browser, Page } from 'playwright-core'
import { addPeople, type NewPerson } from '../../src/keycloak/people.ts'
import { startKeycloak } from '../../src/keycloak/server.ts'
import type { Provider } from './house.ts'

export const password = 'lantern-river-2026'
export const clientSecret = 'a-secret-for-tests-0001'
export const callable = ['identity', 'payments', 'notifications', 'ce-audit', 'portal']

/** One sign-in alone, with a portal that only listens. */
export interface Door {
  readonly provider: Provider
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly portal: string
  /** Log-out tokens that came by the back channel. */
  readonly loggedOut: readonly string[]
  close(): Promise<void>
}

export const people: readonly NewPerson[] = [
  { realm: 'peers', email: 'ana@mail.example', name: 'Ana Ruiz', password, language: 'es' },
  { realm: 'peers', email: 'grace@mail.example', name: 'Grace Lee', linked: ['google'] },
]
export const staff: NewPerson = {
  realm: 'staff',
  email: 'dana@program.example',
  name: 'Dana Reyes',
  password,
  roles: ['reviewer', 'finance'],
  oneTimeSecret: 'JBSWY3DPEHPK3PXP',
}

export async function openDoor(provider: Provider): Promise<Door> {
  const { portal, loggedOut, stop } = await listeningPortal()
  const mail = await startMail()
  const base = {
    portal: { url: portal, secret: clientSecret },
    audience: { peers: ['applications', ...callable], staff: ['applications', ...callable] },
    smtp: mail.smtp,
  }
  const outside = { id: 'keycloak', secret: clientSecret }
  if (provider === 'embedded') {
    const services = [{ id: 'applications', secret: clientSecret, audience: callable }]
    const signIn = await startSignIn({ ...base, services, people: [...people, staff].map(seedOf) })
    const close = async () => {
      await signIn.close()
      await mail.close()
      stop()
    }
    return { provider, issuers: signIn.issuers, portal, loggedOut, close }
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-door-'))
  const { port = 0 } = await choosePorts(['port'], {})
  const redirectUris = [`http://127.0.0.1:${port}/realms/peers/broker/google/endpoint`]
  const google = await startSignIn({
    ...base,
    people: [seedOf(people[1] as NewPerson)],
    outsideClients: [{ ...outside, redirectUris }],
  })
  const keycloak = await startKeycloak({
    dataDir,
    port,
    portal: base.portal,
    services: { applications: clientSecret },
    smtp: mail.smtp,
    brokers: {
      google: { issuer: `${google.url}/google`, clientId: 'keycloak', secret: clientSecret },
    },
  })
  await addPeople(keycloak, [...people, staff])
  const close = async () => {
    await keycloak.stop()
    await google.close()
    await mail.close()
    stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { provider, issuers: keycloak.issuers, portal, loggedOut, close }
}

function seedOf({ realm, email, name, language = 'en', roles = [], ...more }: NewPerson) {
  const [firstName = '', ...rest] = name.split(' ')
  return {
    realm,
    subject: crypto.randomUUID(),
    email,
    emailVerified: true,
    firstName,
    lastName: rest.join(' '),
    locale: language,
    roles: realm === 'peers' ? ['peer', ...roles] : roles,
    ...(more.password && { password: more.password }),
    ...Object.fromEntries((more.linked ?? []).map((one) => [one, true])),
  }
}

async function listeningPortal() {
  const loggedOut: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const token = new URLSearchParams(body).get('logout_token')
      if (token) loggedOut.push(token)
      response.end('here')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { portal: `http://127.0.0.1:${port}`, loggedOut, stop }
}

export type Answer = Record<string, unknown> & {
  access_token: string
  id_token: string
  refresh_token: string
}

/** The whole trip of a person: off to the sign-in, through its pages, and back with a code that becomes tokens. */
export async function tokensBy(
  door: Door,
  browser: Browser,
  realm: 'peers' | 'staff',
  through: (page: Page) => Promise<void>,
): Promise<Answer> {
  const verifier = randomBytes(32).toString('base64url')
  const redirect = `${door.portal}/auth/callback`
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirect,
    state: 'a-state',
    nonce: 'a-nonce',
    ui_locales: 'en',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  })
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${door.issuers[realm]}/protocol/openid-connect/auth?${query}`)
  await through(page)
  await page.waitForURL(`${redirect}?**`)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  await context.close()
  return ask<Answer>(door, realm, {
    grant_type: 'authorization_code',
    client_id: 'portal',
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  })
}

/** The token address, with the secret in the form. */
export async function ask<T>(
  door: Door,
  realm: 'peers' | 'staff',
  form: Record<string, string>,
): Promise<T> {
  const { client_id: id = 'portal', ...rest } = form
  const answer = await fetch(`${door.issuers[realm]}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${clientSecret}`)}` },
    body: new URLSearchParams(rest),
  })
  const said = (await answer.json()) as T & { error?: string; error_description?: string }
  if (!answer.ok) throw new Error(`${said.error}: ${said.error_description}`)
  return said
}
