import { createHash, randomBytes } from 'node:crypto'
import type { AdminApi } from './admin.ts'
import { subjectOf } from './people.ts'
import type { RealmSettings } from './realm-settings.ts'

export interface IssuedTokens {
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string
}

export interface IssuingServer {
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly admin: AdminApi
  readonly settings: Pick<RealmSettings, 'portal'>
}

export interface Who {
  readonly email: string
  readonly realm?: 'peers' | 'staff'
}

/**
 * What the portal would get for a person, without a browser: the admin client opens a session in
 * their place, and the portal's own client asks for a code in it. For tools; every use is an admin
 * event on the server.
 */
export async function issueTokens(
  server: IssuingServer,
  { email, realm = 'peers' }: Who,
): Promise<IssuedTokens> {
  const subject = await subjectOf(server.admin, { realm, email })
  const opened = await server.admin.send('POST', `/${realm}/users/${subject}/impersonation`, {})
  const cookies = opened.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const verifier = randomBytes(32).toString('base64url')
  const redirect = `${server.settings.portal.url.replace(/\/$/, '')}/auth/callback`
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirect,
    prompt: 'none',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  })
  const protocol = `${server.issuers[realm]}/protocol/openid-connect`
  const asked = await fetch(`${protocol}/auth?${query}`, {
    headers: { cookie: cookies.join('; ') },
    redirect: 'manual',
  })
  const code = new URL(asked.headers.get('location') ?? redirect).searchParams.get('code')
  if (!code) throw new Error(`Keycloak gave no code for this person: status ${asked.status}`)
  return exchange(server, { protocol, code, verifier, redirect })
}

interface Trip {
  readonly protocol: string
  readonly code: string
  readonly verifier: string
  readonly redirect: string
}

async function exchange({ settings }: IssuingServer, trip: Trip): Promise<IssuedTokens> {
  const answer = await fetch(`${trip.protocol}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'portal',
      client_secret: settings.portal.secret,
      code: trip.code,
      redirect_uri: trip.redirect,
      code_verifier: trip.verifier,
    }),
  })
  const said = (await answer.json()) as Record<string, string>
  if (!answer.ok) throw new Error(`Keycloak gave no tokens: ${said.error_description}`)
  const { access_token: accessToken = '', id_token: idToken = '', refresh_token = '' } = said
  return { accessToken, idToken, refreshToken: refresh_token }
}
