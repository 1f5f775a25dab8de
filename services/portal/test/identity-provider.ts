import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import {
  type StandIn,
  type StandInReply,
  standIn,
  type StandInRequest,
} from '@peercert/chassis/stand-in'

export type RealmName = 'peers' | 'staff'

export interface Person {
  readonly subject: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly provider?: 'google' | 'microsoft'
}

interface Code {
  readonly realm: RealmName
  readonly person: Person
  readonly query: URLSearchParams
  readonly sid: string
}

/** A sign-in server with Keycloak's paths, tokens and temper: a refresh token used twice ends the sign-in. */
export interface IdentityProvider {
  readonly url: string
  readonly server: StandIn
  /** Whoever presses Log In next. */
  who: Person
  /** What the next authorization answers instead of a code. */
  refuse: string | null
  /** Names the silence: all token requests answer 503. */
  silent: boolean
  /** Until then it takes what comes and answers nothing; whether anybody still waits or not, it goes on with it then. */
  frozen: Promise<void> | undefined
  /** Refreshing is over for these sign-ins. */
  readonly ended: Set<string>
  refreshes: number
  /** How long a refresh takes. */
  refreshMs: number
  /** What the authorization address would send the browser back with. */
  authorize(address: string): Promise<string>
  logOutToken(realm: RealmName, claims: Record<string, unknown>): Promise<string>
  /** From now on another key signs, and the old one is not published any more. */
  rotate(): Promise<void>
  close(): Promise<void>
}

const paths = (realm: RealmName) => `/realms/${realm}/protocol/openid-connect`

export async function identityProvider(): Promise<IdentityProvider> {
  let key = await newKey()
  const server = await standIn({})
  const issuer = (realm: RealmName) => `${server.url}/realms/${realm}`
  const sign = (realm: RealmName, claims: Record<string, unknown>, typ = 'JWT') =>
    new SignJWT({ iss: issuer(realm), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, typ })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key.privateKey)

  const codes = new Map<string, Code>()
  const refreshTokens = new Map<string, Code>()
  const provider: IdentityProvider = {
    url: server.url,
    server,
    who: { subject: 'nobody', email: 'nobody@example.org', name: 'No Body', roles: ['peer'] },
    refuse: null,
    silent: false,
    frozen: undefined,
    ended: new Set(),
    refreshes: 0,
    refreshMs: 0,
    async authorize(address) {
      const { pathname, searchParams: query } = new URL(address)
      const realm = pathname.includes('/realms/staff/') ? 'staff' : 'peers'
      const back = new URL(query.get('redirect_uri') ?? '')
      back.searchParams.set('state', query.get('state') ?? '')
      back.searchParams.set('iss', issuer(realm))
      if (provider.refuse) back.searchParams.set('error', provider.refuse)
      else {
        const code = randomUUID()
        codes.set(code, { realm, person: provider.who, query, sid: randomUUID() })
        back.searchParams.set('code', code)
        if (query.get('kc_action')) back.searchParams.set('kc_action_status', 'success')
      }
      return back.href
    },
    logOutToken: (realm, claims) =>
      sign(realm, { aud: 'portal', jti: randomUUID(), ...claims }, 'logout+jwt'),
    async rotate() {
      key = await newKey()
    },
    close: () => server.close(),
  }

  const grant = async (held: Code): Promise<StandInReply> => {
    const { realm, sid, query } = held
    const person = provider.who.subject === held.person.subject ? provider.who : held.person
    const refresh = randomUUID()
    refreshTokens.set(refresh, held)
    const common = { sub: person.subject, sid, azp: 'portal' }
    const roles = { realm_access: { roles: person.roles } }
    const aud = ['identity', 'applications', 'payments', 'notifications']
    const access_token = await sign(realm, {
      ...common,
      typ: 'Bearer',
      ...roles,
      aud,
      jti: randomUUID(),
    })
    const id_token = await sign(realm, {
      ...common,
      aud: 'portal',
      typ: 'ID',
      nonce: query.get('nonce') ?? undefined,
      email: person.email,
      email_verified: true,
      name: person.name,
      ...(person.provider && { identity_provider: person.provider }),
    })
    const body = {
      access_token,
      id_token,
      refresh_token: refresh,
      token_type: 'Bearer',
      expires_in: 300,
    }
    return { status: 200, body }
  }

  const token = async (request: StandInRequest): Promise<StandInReply> => {
    await provider.frozen
    if (provider.silent) return { status: 503, body: { error: 'temporarily_unavailable' } }
    const form = new URLSearchParams(String(request.body))
    if (form.get('grant_type') === 'refresh_token') {
      provider.refreshes += 1
      if (provider.refreshMs) await new Promise((done) => setTimeout(done, provider.refreshMs))
      const used = form.get('refresh_token') ?? ''
      const held = refreshTokens.get(used)
      // Used before: the whole sign-in is over, with the newer token too.
      if (!held || provider.ended.has(held.sid)) return over(held)
      refreshTokens.set(used, { ...held, sid: `spent ${held.sid}` })
      if (held.sid.startsWith('spent ')) {
        provider.ended.add(held.sid.slice(6))
        return over(held)
      }
      return grant(held)
    }
    const code = form.get('code') ?? ''
    const held = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!held || held.query.get('code_challenge') !== challenge) return over(held)
    return grant(held)
  }
  for (const realm of ['peers', 'staff'] as const) {
    const at = (path: string) => `${issuer(realm)}/protocol/openid-connect/${path}`
    const about = {
      issuer: issuer(realm),
      authorization_endpoint: at('auth'),
      token_endpoint: at('token'),
      jwks_uri: at('certs'),
      end_session_endpoint: at('logout'),
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['RS256'],
    }
    server.answer(`GET /realms/${realm}/.well-known/openid-configuration`, async () => {
      await provider.frozen
      return { status: 200, body: about }
    })
    server.answer(`GET ${paths(realm)}/certs`, () => ({ status: 200, body: { keys: [key.jwk] } }))
    server.answer(`POST ${paths(realm)}/token`, token)
  }
  return provider
}

function over(_held: Code | undefined): StandInReply {
  return { status: 400, body: { error: 'invalid_grant' } }
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const kid = randomUUID()
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } }
}
