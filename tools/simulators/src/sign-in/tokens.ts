import { createHash, randomUUID } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { nameOf, type Account } from './accounts.ts'
import type { KeyRing } from './keys.ts'
import { providers, type ServiceClient } from './options.ts'

export const accessTokenSeconds = 300

/** What a token is about, apart from who it is about. */
export interface Occasion {
  clientId: string
  sid: string
  authTime: number
  scope: string
  audience: readonly string[]
  /** How the person signed in: `pwd`, `google` or `microsoft`. */
  amr: readonly string[]
  nonce: string | undefined
  /** Keycloak's hint of where a token comes from; never to be parsed. */
  jti: 'onrtac' | 'onrtrt'
}

export interface Signer {
  issuer: string
  keys: KeyRing
}

/** Keycloak writes one audience as text, several as a list, and none not at all. */
function audienceClaim(audience: readonly string[]): JWTPayload {
  const [first, ...more] = audience
  if (first === undefined) return {}
  return { aud: more.length > 0 ? [...audience] : first }
}

const rolesClaim = (roles: readonly string[]): JWTPayload =>
  roles.length > 0 ? { realm_access: { roles: [...roles] } } : {}

async function sign(
  { issuer, keys }: Signer,
  claims: JWTPayload,
  seconds: number,
): Promise<string> {
  const { key, kid } = await keys.signing()
  const iat = Math.floor(Date.now() / 1000)
  return new SignJWT({ exp: iat + seconds, iat, iss: issuer, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .sign(key)
}

export const scopeOf = (requested: string | undefined) =>
  [...new Set([...(requested ?? 'openid').split(' '), 'email', 'profile'])]
    .filter(Boolean)
    .join(' ')

/** No name and no address: those are for the portal alone, in the ID token. */
export function accessToken(signer: Signer, account: Account, occasion: Occasion): Promise<string> {
  const claims = {
    auth_time: occasion.authTime,
    jti: `${occasion.jti}:${randomUUID()}`,
    ...audienceClaim(occasion.audience),
    sub: account.subject,
    typ: 'Bearer',
    azp: occasion.clientId,
    sid: occasion.sid,
    acr: '1',
    ...rolesClaim(account.roles),
    scope: occasion.scope,
  }
  return sign(signer, claims, accessTokenSeconds)
}

export function profileClaims(account: Account): JWTPayload {
  return {
    email_verified: account.emailVerified,
    name: nameOf(account),
    preferred_username: account.email,
    given_name: account.firstName,
    family_name: account.lastName,
    locale: account.locale,
    email: account.email,
  }
}

export function idToken(
  signer: Signer,
  account: Account,
  occasion: Occasion,
  access: string,
): Promise<string> {
  const hash = createHash('sha256').update(access).digest()
  const provider = providers.find((name) => occasion.amr.includes(name))
  const claims = {
    auth_time: occasion.authTime,
    jti: randomUUID(),
    aud: occasion.clientId,
    sub: account.subject,
    typ: 'ID',
    azp: occasion.clientId,
    ...(occasion.nonce !== undefined && { nonce: occasion.nonce }),
    sid: occasion.sid,
    at_hash: hash.subarray(0, 16).toString('base64url'),
    acr: '1',
    ...profileClaims(account),
    ...(provider && { identity_provider: provider }),
  }
  return sign(signer, claims, accessTokenSeconds)
}

/** The account behind a service has an id of its own, the same on every start. */
export function serviceSubject(clientId: string): string {
  const hex = createHash('sha256').update(`service-account ${clientId}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`
}

export function serviceToken(signer: Signer, client: ServiceClient): Promise<string> {
  const claims = {
    jti: `trrtcc:${randomUUID()}`,
    ...audienceClaim(client.audience),
    sub: serviceSubject(client.id),
    typ: 'Bearer',
    azp: client.id,
    acr: '1',
    ...rolesClaim(client.roles ?? ['service']),
    scope: '',
    preferred_username: `service-account-${client.id}`,
  }
  return sign(signer, claims, accessTokenSeconds)
}

export async function logoutToken(
  { issuer, keys }: Signer,
  about: { clientId: string; subject: string; sid: string },
): Promise<string> {
  const { key, kid } = await keys.signing()
  const iat = Math.floor(Date.now() / 1000)
  return new SignJWT({
    exp: iat + 120,
    iat,
    jti: randomUUID(),
    iss: issuer,
    aud: about.clientId,
    sub: about.subject,
    typ: 'Logout',
    sid: about.sid,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', kid })
    .sign(key)
}
