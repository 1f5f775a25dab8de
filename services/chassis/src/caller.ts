import { Problem } from './problem.ts'
import { keyCache } from './keys.ts'
import { realmCheck, type RealmCheck, type Claims } from './realm-check.ts'

export type Realm = 'peers' | 'staff'

export interface Caller {
  /** The sign-in subject (`sub`); never an account id. */
  readonly subject: string
  readonly realm: Realm
  readonly roles: readonly string[]
  /** The client id of a service account, null for people. */
  readonly service: string | null
}

/** Stands in for the caller of an operation that is open to anyone. */
export const nobody: Caller = Object.freeze({
  subject: 'anyone',
  realm: 'peers',
  roles: Object.freeze([]) as readonly string[],
  service: null,
})

/** Throws the Problem `unauthenticated`, or `unavailable` when keys cannot be had. */
export type Verify = (authorization: string | undefined) => Promise<Caller>

export interface VerifierOptions {
  /** The public address of each realm, exactly as in `iss`. */
  readonly issuers: Readonly<Record<Realm, string>>
  /** The name of this service: it must be among the token's audiences. */
  readonly audience: string
  /** The client that people sign in through; a token that another client got for them is refused. */
  readonly portalClient?: string
  /** The longest a caller waits for keys that are not there yet. */
  readonly keyWaitMs?: number
}

/** Two libraries check each token, over one set of keys; both must accept it. */
export function createVerifier(options: VerifierOptions): Verify {
  const { issuers, audience, portalClient = 'portal', keyWaitMs = 180 } = options
  const realms = new Map<string, { realm: Realm; check: RealmCheck }>()
  for (const realm of ['peers', 'staff'] as const) {
    const issuer = issuers[realm]
    if (realms.has(issuer)) throw new Error('two realms must not share one issuer')
    const keys = keyCache({ url: `${issuer}/protocol/openid-connect/certs`, waitMs: keyWaitMs })
    keys.warm()
    realms.set(issuer, { realm, check: realmCheck({ issuer, audience, keys }) })
  }
  return async (authorization) => {
    const token = bearer(authorization)
    const known = token ? realms.get(issuerOf(token)) : undefined
    if (!token || !known) throw new Problem('unauthenticated')
    const claims = await known.check(token)
    const caller = callerOf(known.realm, claims)
    if (caller.service === null && claims.azp !== portalClient) throw new Problem('unauthenticated')
    return caller
  }
}

function bearer(authorization: string | undefined): string | undefined {
  return /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
}

/** Only to choose whose keys to use; the check that follows believes none of it. */
function issuerOf(token: string): string {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    )
    const issuer = (claims as { iss?: unknown } | null)?.iss
    return typeof issuer === 'string' ? issuer : ''
  } catch {
    return ''
  }
}

function callerOf(realm: Realm, claims: Claims): Caller {
  const roles = claims.realm_access?.roles ?? []
  return Object.freeze({ subject: claims.sub, realm, roles, service: serviceOf(realm, claims) })
}

/**
 * A service account has no browser session, carries the realm role `service` (which no person can
 * be given by registering), and lives in the realm of the services.
 */
function serviceOf(realm: Realm, claims: Claims): string | null {
  const roles = claims.realm_access?.roles ?? []
  if (realm !== 'peers' || !roles.includes('service') || claims.sid !== undefined) return null
  const name = claims.preferred_username
  if (name !== undefined && name !== `service-account-${claims.azp}`) return null
  return claims.azp ?? null
}
