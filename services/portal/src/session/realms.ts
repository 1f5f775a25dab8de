import { importJWK, jwtVerify, type JWTHeaderParameters } from 'jose'
import * as oidc from 'openid-client'
import { type KeyCache, keyCache, KeysUnavailable } from '@peercert/chassis/keys'
import { TransientError } from '@peercert/chassis/transient'

export type RealmName = 'peers' | 'staff'

/** What a person's sign-in gave us; it never leaves the portal. */
export interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
  readonly idToken: string
  readonly accessUntil: Date
  readonly subject: string
  readonly sid: string | null
  readonly roles: readonly string[]
  readonly method: 'password' | 'google' | 'microsoft'
  readonly email: string | null
  readonly name: string | null
}

export interface Proof {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface Begin extends Proof {
  readonly language: 'en' | 'es'
  readonly action?: string | undefined
  /** Ask for the password even where the sign-in server remembers somebody. */
  readonly again?: boolean | undefined
}

/** The sign-in server says that it is over: nothing but a new log-in helps. */
export class SignInOver extends Error {}
/** It answered, and refused what the browser brought: cancelled, replayed, tampered with. */
export class SignInRefused extends Error {}

export interface Realms {
  begin(realm: RealmName, begin: Begin): Promise<URL>
  finish(realm: RealmName, callback: URL, proof: Proof): Promise<Grant>
  refresh(realm: RealmName, grant: { refreshToken: string; idToken: string }): Promise<Grant>
  endAddress(realm: RealmName, idToken: string): Promise<URL>
  /** A back-channel log-out token, checked; throws when it is not one. */
  logOutToken(token: string): Promise<{ realm: RealmName; sid?: string; subject?: string }>
}

export interface RealmsOptions {
  readonly issuers: Readonly<Record<RealmName, string>>
  readonly clientId: string
  readonly clientSecret: string
  readonly publicUrl: string
}

export function createRealms(options: RealmsOptions): Realms {
  const known = { peers: realmAt(options, 'peers'), staff: realmAt(options, 'staff') }
  return {
    async begin(realm, begin) {
      const config = await known[realm].config()
      return oidc.buildAuthorizationUrl(config, await asked(options, begin))
    },
    async finish(realm, callback, { state, nonce, verifier }) {
      const config = await known[realm].config()
      const expected = { expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      return oidc
        .authorizationCodeGrant(config, callback, { ...expected, pkceCodeVerifier: verifier })
        .then(async (tokens) => {
          await checkSignature(known[realm], tokens.id_token)
          return grantOf(tokens, null)
        })
        .catch((error: unknown) => fail(error, SignInRefused))
    },
    async refresh(realm, grant) {
      const config = await known[realm].config()
      await known[realm].answers()
      return oidc
        .refreshTokenGrant(config, grant.refreshToken)
        .then((tokens) => grantOf(tokens, grant))
        .catch((error: unknown) => fail(error, SignInOver))
    },
    async endAddress(realm, idToken) {
      const config = await known[realm].config()
      return oidc.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${options.publicUrl}/`,
      })
    },
    async logOutToken(token) {
      const { iss } = claimsOf(token)
      const realm = (['peers', 'staff'] as const).find((name) => iss === options.issuers[name])
      if (!realm) throw new Error('a log-out token of nobody we know')
      return { realm, ...(await checkedLogOut(token, known[realm], options)) }
    },
  }
}

async function asked({ publicUrl }: RealmsOptions, begin: Begin): Promise<Record<string, string>> {
  const { state, nonce, verifier, language, action, again } = begin
  return {
    redirect_uri: `${publicUrl}/auth/callback`,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ui_locales: language,
    ...(again && { prompt: 'login' }),
    ...(action && { kc_action: action }),
  }
}

interface KnownRealm {
  readonly issuer: string
  config(): Promise<oidc.Configuration>
  /**
   * Throws when the server is silent now. A refresh token works once: one that was sent to a server which froze is
   * spent when that goes on, and nobody hears the answer.
   */
  answers(): Promise<void>
  readonly keys: KeyCache
}

function realmAt(options: RealmsOptions, name: RealmName): KnownRealm {
  const issuer = options.issuers[name]
  const about = `${issuer}/.well-known/openid-configuration`
  let found: Promise<oidc.Configuration> | undefined
  const discover = async () => {
    const { clientId, clientSecret } = options
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
    const settings = { execute: insecure, timeout: 5 }
    return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, settings)
  }
  return {
    issuer,
    config() {
      // One that failed is not kept: the next caller asks again.
      found ??= discover().catch((error: Error) => {
        found = undefined
        throw new TransientError(`sign-in does not answer: ${error.message}`)
      })
      return found
    },
    answers: sharedWhileUnderWay(() => knock(about)),
    keys: keyCache({ url: `${issuer}/protocol/openid-connect/certs`, waitMs: 3_000 }),
  }
}

/** Whatever it says, it is not silent. */
async function knock(url: string): Promise<void> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) })
    await answer.body?.cancel()
  } catch (error) {
    throw new TransientError(`sign-in does not answer: ${(error as Error).message}`)
  }
}

/** Whoever asks while an answer is awaited gets the same one. */
function sharedWhileUnderWay<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined
  return () => (underWay ??= ask().finally(() => (underWay = undefined)))
}

const algorithms = ['RS256']

/**
 * By keys of our own cache, which asks at once for one that it sees for the first time; the library waits a minute
 * before it asks again. Only at a log-in, which may be begun anew: at a refresh the old token is spent by then, and
 * an answer thrown away for its key would end the sign-in.
 */
async function checkSignature(realm: KnownRealm, token: string | undefined): Promise<void> {
  await jwtVerify(token ?? '', keyOf(realm), { algorithms }).catch((error: unknown) => {
    throw error instanceof KeysUnavailable ? error : new SignInRefused('signature')
  })
}

const keyOf =
  ({ keys }: KnownRealm) =>
  async ({ kid }: JWTHeaderParameters) => {
    const key = kid === undefined ? undefined : await keys.find(kid)
    if (!key) throw new Error('unknown key')
    return importJWK(key, 'RS256')
  }

async function checkedLogOut(token: string, realm: KnownRealm, options: RealmsOptions) {
  const { payload } = await jwtVerify(token, keyOf(realm), {
    issuer: realm.issuer,
    audience: options.clientId,
    algorithms,
    requiredClaims: ['iat', 'jti', 'events'],
    maxTokenAge: 120,
    clockTolerance: 5,
  })
  const events = payload.events as Record<string, unknown> | undefined
  if (!events?.['http://schemas.openid.net/event/backchannel-logout'])
    throw new Error('not a log-out token')
  if (payload.nonce !== undefined) throw new Error('a log-out token has no nonce')
  const { sid, sub } = payload as { sid?: string; sub?: string }
  if (!sid && !sub) throw new Error('a log-out token of nobody')
  return { ...(sid && { sid }), ...(sub && { subject: sub }) }
}

type Tokens = Awaited<ReturnType<typeof oidc.refreshTokenGrant>>

function grantOf(tokens: Tokens, before: { refreshToken: string; idToken: string } | null): Grant {
  const idToken = tokens.id_token ?? before?.idToken
  const refreshToken = tokens.refresh_token ?? before?.refreshToken
  if (!idToken || !refreshToken) throw new SignInOver('the sign-in gave no lasting tokens')
  const id = claimsOf(idToken)
  const access = claimsOf(tokens.access_token)
  return {
    accessToken: tokens.access_token,
    refreshToken,
    idToken,
    accessUntil: new Date(Date.now() + (tokens.expiresIn() ?? 60) * 1_000),
    subject: String(id.sub),
    sid: typeof id.sid === 'string' ? id.sid : null,
    roles: rolesOf(access),
    method: methodOf(id.identity_provider),
    email: id.email_verified === true && typeof id.email === 'string' ? id.email : null,
    name: typeof id.name === 'string' ? id.name : null,
  }
}

/** Straight from the token address over a checked connection; services check it again, by two libraries. */
function claimsOf(token: string): Record<string, unknown> {
  const body = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch {
    return {}
  }
}

function rolesOf(access: Record<string, unknown>): string[] {
  const roles = (access.realm_access as { roles?: unknown } | undefined)?.roles
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []
}

function methodOf(provider: unknown): Grant['method'] {
  return provider === 'google' || provider === 'microsoft' ? provider : 'password'
}

// What openid-client says when the server was silent or answered with something else than OAuth.
const silences = new Set([
  undefined,
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
])

/** invalid_grant, and at a log-in whatever does not fit, is final; a silent server may come back. */
function fail(error: unknown, Final: new (message: string) => Error): never {
  if (error instanceof SignInOver || error instanceof SignInRefused) throw error
  if (error instanceof oidc.AuthorizationResponseError) throw new SignInRefused(error.error)
  if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant')
    throw new Final('invalid_grant')
  if (error instanceof oidc.ClientError && Final === SignInRefused && !silences.has(error.code))
    throw new SignInRefused(String(error.code))
  const { message } = error as Error
  throw new TransientError(`sign-in does not answer: ${message}`, { cause: error })
}
