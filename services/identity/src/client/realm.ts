/** ID tokens of both realms: who signed in, as the identity server says it. */
import { importJWK, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { Realm } from '@peercert/chassis/caller'
import { type KeyCache, keyCache, KeysUnavailable } from '@peercert/chassis/keys'
import { Problem } from '@peercert/chassis/problem'

export interface Person {
  readonly subject: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  readonly language: 'en' | 'es'
}

export interface IdTokens {
  /** Undefined for any token that is not a good one of exactly this sign-in. */
  verify(realm: Realm, subject: string, token: string): Promise<Person | undefined>
}

export interface IdTokenOptions {
  readonly issuers: Readonly<Record<Realm, string>>
  /** The client that the tokens were made for. */
  readonly audience: string
  /** The longest anybody waits for keys that are not there yet. */
  readonly waitMs?: number
}

export function idTokens({ issuers, audience, waitMs = 2_000 }: IdTokenOptions): IdTokens {
  const keysOf = (realm: Realm) =>
    keyCache({ url: `${issuers[realm]}/protocol/openid-connect/certs`, waitMs })
  const keys: Record<Realm, KeyCache> = { peers: keysOf('peers'), staff: keysOf('staff') }
  return {
    async verify(realm, subject, token) {
      try {
        const { payload } = await jwtVerify(token, (header) => keyOf(keys[realm], header), {
          issuer: issuers[realm],
          audience,
          subject,
          algorithms: ['RS256'],
          requiredClaims: ['sub', 'exp', 'iat'],
          clockTolerance: 30,
        })
        return madeFor(payload, audience) ? personOf(payload) : undefined
      } catch (error) {
        if (error instanceof KeysUnavailable) throw new Problem('unavailable', { retryAfter: 5 })
        return undefined
      }
    },
  }
}

async function keyOf(keys: KeyCache, header: JWTHeaderParameters) {
  const key = header.kid === undefined ? undefined : await keys.find(header.kid)
  if (!key) throw new Error('unknown key')
  return importJWK(key, 'RS256')
}

/** An access token of the same client has the same signature; only `typ` tells them apart. */
function madeFor(payload: JWTPayload, audience: string): boolean {
  if (payload.typ !== 'ID') return false
  return payload.azp === undefined ? payload.aud === audience : payload.azp === audience
}

function personOf(payload: JWTPayload): Person | undefined {
  const email = text(payload.email)
  const name =
    text(payload.name) || `${text(payload.given_name)} ${text(payload.family_name)}`.trim()
  if (!payload.sub || email === '') return undefined
  return {
    subject: payload.sub,
    name: (name || text(payload.preferred_username) || email).slice(0, 200),
    email: email.slice(0, 254),
    emailVerified: payload.email_verified === true,
    language: text(payload.locale).startsWith('es') ? 'es' : 'en',
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
