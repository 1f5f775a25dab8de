import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { type StandIn, standIn } from './stand-in.ts'
import type { Realm } from './caller.ts'

export interface TestIssuer {
  readonly peers: string
  readonly staff: string
  readonly standIn: StandIn
  /** Signs any claims; what is not given is what a good token says. */
  sign(realm: Realm, claims: JWTPayload, header?: { kid?: string; alg?: string }): Promise<string>
  /** New keys at the key address; the old ones are gone. */
  rotate(): Promise<void>
  close(): Promise<void>
}

interface Key {
  readonly kid: string
  readonly jwk: JWK
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
}

/** Two realms with real keys, and the token address that services ask. For tests. */
export async function testIssuer(audience: string): Promise<TestIssuer> {
  let keys = { peers: await newKey(), staff: await newKey() }
  const certs = (realm: Realm) => ({
    [`GET /realms/${realm}/protocol/openid-connect/certs`]: () => ({
      status: 200,
      body: { keys: [keys[realm].jwk] },
    }),
  })
  const server = await standIn({ ...certs('peers'), ...certs('staff') })
  const issuers = { peers: `${server.url}/realms/peers`, staff: `${server.url}/realms/staff` }

  const sign: TestIssuer['sign'] = (realm, claims, header = {}) =>
    new SignJWT({ typ: 'Bearer', iss: issuers[realm], aud: audience, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys[realm].kid, ...header })
      .setIssuedAt(claims.iat)
      .setExpirationTime(claims.exp ?? '5m')
      .sign(keys[realm].privateKey)
  server.answer('POST /realms/peers/protocol/openid-connect/token', async (request) => {
    const basic = String(request.headers.authorization).replace('Basic ', '')
    const [client = ''] = Buffer.from(basic, 'base64').toString().split(':')
    return {
      status: 200,
      body: { access_token: await sign('peers', serviceClaims(client)), expires_in: 300 },
    }
  })
  return {
    ...issuers,
    standIn: server,
    sign,
    async rotate() {
      keys = { peers: await newKey(), staff: await newKey() }
    },
    close: () => server.close(),
  }
}

/** What Keycloak says of a service account. */
export function serviceClaims(name: string): JWTPayload {
  return {
    sub: `service-${name}`,
    azp: name,
    acr: '1',
    preferred_username: `service-account-${name}`,
    realm_access: { roles: ['service'] },
  }
}

async function newKey(): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const kid = crypto.randomUUID()
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
  }
}
