import { createRequire } from 'node:module'
import { importJWK, jwtVerify, type JWK, type JWTHeaderParameters } from 'jose'
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

/** keycloak-connect without its middleware: only the parts that read and judge a token. */
interface KeycloakToken {
  readonly header?: { readonly kid?: unknown }
}
interface GrantManager {
  rotation: { getJWK(kid: string): Promise<string>; jwks: JWK[] }
  validateToken(token: KeycloakToken, type: 'Bearer'): Promise<KeycloakToken>
}
const load = createRequire(import.meta.url)
const folder = 'keycloak-connect/middleware/auth-utils'
const KeycloakConfig = load(`${folder}/config.js`) as new (settings: object) => object
const KeycloakGrants = load(`${folder}/grant-manager.js`) as new (config: object) => GrantManager
const Token = load(`${folder}/token.js`) as new (jwt: string, client: string) => KeycloakToken

const algorithms = ['RS256']

/** Both libraries must accept the token; keys come from our own cache only. */
export function realmCheck(options: RealmCheckOptions): RealmCheck {
  const { issuer, audience, keys } = options
  const imported = new WeakMap<JWK, ReturnType<typeof importJWK>>()
  const grants = grantManager(issuer, audience)

  const keyFor = async (header: JWTHeaderParameters) => {
    const jwk = await get(keys, header.kid)
    let key = imported.get(jwk)
    if (!key) imported.set(jwk, (key = importJWK(jwk, 'RS256')))
    return key
  }

  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: 30,
      })
      const parsed = new Token(token, audience)
      // The library looks into its own list first; what is not there it would fetch by itself.
      const jwk = await get(keys, parsed.header?.kid)
      grants.rotation.jwks = [jwk]
      await grants.validateToken(parsed, 'Bearer')
      return payload as unknown as Claims
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new Problem('unavailable', { retryAfter: 5 })
      throw new Problem('unauthenticated')
    }
  }
}

function grantManager(issuer: string, audience: string): GrantManager {
  const { realm, server } = partsOf(issuer)
  const config = new KeycloakConfig({
    realm,
    'auth-server-url': server,
    resource: audience,
    'bearer-only': true,
    'verify-token-audience': true,
  })
  const grants = new KeycloakGrants(config)
  const own = grants.rotation.getJWK.bind(grants.rotation)
  // Never its own fetch: a page instead of keys would end the process, a hang would never answer.
  grants.rotation.getJWK = async (kid) => {
    if (!grants.rotation.jwks.some((key) => key.kid === kid)) throw new Error('unknown key')
    return own(kid)
  }
  return grants
}

function partsOf(issuer: string): { server: string; realm: string } {
  const match = /^(.+)\/realms\/([\w-]+)$/.exec(issuer)
  if (!match?.[1] || !match[2]) throw new Error(`not the address of a realm: ${issuer}`)
  return { server: match[1], realm: match[2] }
}

async function get(keys: KeyCache, kid: unknown): Promise<JWK> {
  const jwk = typeof kid === 'string' ? await keys.find(kid) : undefined
  if (!jwk) throw new Error('unknown key')
  return jwk
}
