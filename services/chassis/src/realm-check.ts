/// <reference path="./keycloak-connect.d.ts" />
import { importJWK, jwtVerify, type JWK, type JWTHeaderParameters, type JWTPayload } from 'jose'
import KeycloakConfig from 'keycloak-connect/middleware/auth-utils/config.js'
import KeycloakGrants from 'keycloak-connect/middleware/auth-utils/grant-manager.js'
import Token from 'keycloak-connect/middleware/auth-utils/token.js'
import { type KeyCache, KeysUnavailable } from './keys.ts'
import { Problem } from './problem.ts'

export interface Claims {
  readonly sub: string
  readonly azp?: string
  readonly sid?: string
  readonly preferred_username?: string
  readonly realm_access?: { readonly roles: readonly string[] }
}

export type RealmCheck = (token: string) => Promise<Claims>

export interface RealmCheckOptions {
  readonly issuer: string
  readonly audience: string
  readonly keys: KeyCache
}

const algorithms = ['RS256']
/** Clocks of two machines differ; both libraries allow the same. */
const leewaySeconds = 30
/** The sign-in gives tokens for minutes; one for years was made by somebody else, whatever it is signed with. */
const longestSeconds = 3_600

/** Both libraries must accept the token; keys come from our own cache only. */
export function realmCheck({ issuer, audience, keys }: RealmCheckOptions): RealmCheck {
  const imported = new WeakMap<JWK, ReturnType<typeof importJWK>>()
  const secondOpinion = keycloakCheck(issuer, audience)
  return async (token) => {
    try {
      let used: JWK | undefined
      const keyFor = async ({ kid }: JWTHeaderParameters) => {
        const jwk = typeof kid === 'string' ? await keys.find(kid) : undefined
        if (!jwk) throw new Error('unknown key')
        used = jwk
        const key = imported.get(jwk) ?? importJWK(jwk, 'RS256')
        imported.set(jwk, key)
        return key
      }
      const { payload } = await jwtVerify(token, keyFor, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: leewaySeconds,
      })
      if (!isOfThisHour(payload)) throw new Error('an unlikely lifetime')
      await secondOpinion(token, used as unknown as JWK, payload.exp ?? 0)
      return payload as unknown as Claims
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new Problem('unavailable', { retryAfter: 5 })
      throw new Problem('unauthenticated')
    }
  }
}

function isOfThisHour({ iat = 0, exp = 0 }: JWTPayload): boolean {
  return exp - iat <= longestSeconds && iat - leewaySeconds <= Date.now() / 1_000
}

/** Judges with one known key; never its own fetch, which a page or a hang would break. */
function keycloakCheck(issuer: string, audience: string) {
  const { realm, server } = partsOf(issuer)
  const config = new KeycloakConfig({
    realm,
    'auth-server-url': server,
    resource: audience,
    'bearer-only': true,
    'verify-token-audience': true,
  })
  const grants = new KeycloakGrants(config)
  const pems = new WeakMap<JWK, Promise<string>>()
  const pemOf = grants.rotation.getJWK.bind(grants.rotation)
  return async (token: string, jwk: JWK, exp: number): Promise<void> => {
    const parsed = new Token(token, audience)
    parsed.isExpired = () => (exp + leewaySeconds) * 1_000 < Date.now()
    // Found in its own list, so nothing is fetched; the library asks in the same turn.
    grants.rotation.jwks = [jwk]
    const pem = pems.get(jwk) ?? pemOf(jwk.kid ?? '')
    pems.set(jwk, pem)
    grants.rotation.getJWK = (kid) =>
      kid === jwk.kid ? pem : Promise.reject(new Error('unknown key'))
    await grants.validateToken(parsed, 'Bearer')
  }
}

function partsOf(issuer: string): { server: string; realm: string } {
  const match = /^(.+)\/realms\/([\w-]+)$/.exec(issuer)
  if (!match?.[1] || !match[2]) throw new Error(`not the address of a realm: ${issuer}`)
  return { server: match[1], realm: match[2] }
}
