import {
  createHmac,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto'
import type { StandInReply } from '@peercert/chassis/stand-in'

type Claims = Record<string, unknown>
type Header = Record<string, unknown>

/** Two realms whose private keys we hold: whatever a forger could make can be made. */
export interface Forge {
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly certs: Readonly<Record<'peers' | 'staff', () => StandInReply>>
  good(audience: string, claims?: Claims): string
  kinds(audience: string): readonly Forgery[]
}

export type Forgery = readonly [what: string, token: string]

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1_000)

interface RealmKey {
  readonly kid: string
  readonly jwk: JsonWebKey
  readonly privateKey: KeyObject
  readonly pem: string
}

function newKey(): RealmKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = crypto.randomUUID()
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
  return { kid, jwk, privateKey, pem: publicKey.export({ format: 'pem', type: 'spki' }).toString() }
}

export function openForge(base: string, trap: string): Forge {
  const issuers = { peers: `${base}/realms/peers`, staff: `${base}/realms/staff` }
  const parts = { issuers, trap, peers: newKey(), staff: newKey(), stranger: newKey() }
  const certsOf = (key: RealmKey) => () => ({ status: 200, body: { keys: [key.jwk] } })
  return {
    issuers,
    certs: { peers: certsOf(parts.peers), staff: certsOf(parts.staff) },
    good: (audience, claims = {}) => signed(parts.peers, { ...person(parts, audience), ...claims }),
    kinds: (audience) => [
      ...wrongClaims(parts, audience),
      ...wrongTimes(parts, audience),
      ...wrongKeys(parts, audience),
      ...wrongSignatures(parts, audience),
    ],
  }
}

interface Parts {
  readonly issuers: Forge['issuers']
  /** Where tokens tell a careless service to fetch keys from. */
  readonly trap: string
  readonly peers: RealmKey
  readonly staff: RealmKey
  readonly stranger: RealmKey
}

/** With every role there is: nothing but the check itself may refuse these tokens. */
function person({ issuers }: Parts, audience: string): Claims {
  const roles = ['peer', 'employer', 'provider', 'reviewer', 'finance', 'admin', 'service']
  return {
    iss: issuers.peers,
    aud: ['identity', audience],
    sub: 'a7c6a1a0-0000-4000-8000-000000000001',
    typ: 'Bearer',
    azp: 'portal',
    sid: 'x'.repeat(24),
    acr: '1',
    realm_access: { roles },
    iat: now(),
    exp: now() + 300,
  }
}

/** By hand: a library would not make most of these. */
function signed(key: RealmKey, claims: Claims, header: Header = {}): string {
  return raw(key.privateKey, { alg: 'RS256', typ: 'JWT', kid: key.kid, ...header }, claims)
}

function raw(key: KeyObject, header: Header, claims: Claims): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${signBytes('sha256', Buffer.from(input), key).toString('base64url')}`
}

function wrongClaims(parts: Parts, audience: string): Forgery[] {
  const { issuers, peers, staff } = parts
  const good = person(parts, audience)
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
  const changed = (claims: Claims) => signed(peers, { ...good, ...claims })
  return [
    ['for another service', changed({ aud: ['another-service'] })],
    ['for nobody', signed(peers, without('aud'))],
    ['for an empty list', changed({ aud: [] })],
    ['for a name that is ours in capitals', changed({ aud: audience.toUpperCase() })],
    ['for a name that begins like ours', changed({ aud: `${audience}-x` })],
    ['of another issuer', changed({ iss: 'https://evil.example/realms/peers' })],
    ['of an issuer that begins like ours', changed({ iss: `${issuers.peers}-x` })],
    ['of our issuer with a stroke behind it', changed({ iss: `${issuers.peers}/` })],
    ['of no issuer', signed(peers, without('iss'))],
    ['of the staff’s realm by the key of peers', changed({ iss: issuers.staff })],
    ['of peers by the key of the staff’s realm', signed(staff, good)],
    ['that is an ID token', changed({ typ: 'ID' })],
    ['that is a refresh token', changed({ typ: 'Refresh' })],
    ['that is an offline token', changed({ typ: 'Offline' })],
    ['that says log-out', changed({ typ: 'Logout' })],
    ['of no kind', signed(peers, without('typ'))],
    ['about nobody', signed(peers, without('sub'))],
    ['that another client got', changed({ azp: 'partner-app' })],
    ['that no client got', signed(peers, without('azp'))],
  ]
}

function wrongTimes(parts: Parts, audience: string): Forgery[] {
  const good = person(parts, audience)
  const changed = (claims: Claims) => signed(parts.peers, { ...good, ...claims })
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
  return [
    ['that ended 31 seconds ago', changed({ iat: now() - 331, exp: now() - 31 })],
    ['that ended years ago', changed({ iat: 1_000_000_000, exp: 1_000_000_300 })],
    ['without an end', signed(parts.peers, without('exp'))],
    ['without a beginning', signed(parts.peers, without('iat'))],
    ['for ten years', changed({ exp: now() + 315_360_000 })],
    ['that is not good yet', changed({ nbf: now() + 120 })],
    ['made in the future', changed({ iat: now() + 120, exp: now() + 400 })],
    ['with an end in words', changed({ exp: 'tomorrow' })],
  ]
}

function wrongKeys(parts: Parts, audience: string): Forgery[] {
  const { peers, stranger, trap } = parts
  const good = person(parts, audience)
  const mine = (header: Header) => signed(stranger, good, header)
  const own = { kty: stranger.jwk.kty, n: stranger.jwk.n, e: stranger.jwk.e }
  const cases: [string, Header][] = [
    ['by a key that nobody published', { kid: stranger.kid }],
    ['by a stranger’s key under our name', { kid: peers.kid }],
    ['with its own key in it', { kid: peers.kid, jwk: own }],
    ['with its own key and no name', { kid: undefined, jwk: own }],
    ['with the address of its own keys', { kid: stranger.kid, jku: `${trap}/keys` }],
    ['with the address of its own certificate', { kid: stranger.kid, x5u: `${trap}/cert` }],
    ['with a certificate in it', { kid: stranger.kid, x5c: [encode(stranger.pem)] }],
    ['by a key named like a file', { kid: '../../../../dev/null' }],
    ['by a key named like a query', { kid: "' or 1=1 --" }],
    ['by a key named like an address', { kid: `${trap}/keys` }],
    ['by a key without a name', { kid: undefined }],
  ]
  return cases.map(([what, header]): Forgery => [what, mine(header)])
}

function wrongSignatures(parts: Parts, audience: string): Forgery[] {
  const { peers } = parts
  const good = person(parts, audience)
  const token = signed(peers, good)
  const [header = '', claims = '', signature = ''] = token.split('.')
  const other = signed(peers, { ...good, sub: 'somebody-else' }).split('.')
  const kid = peers.kid
  const hmac = (secret: string, alg = 'HS256') => {
    const input = `${encode({ alg, typ: 'JWT', kid })}.${claims}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const { privateKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return [
    ['without an algorithm', `${encode({ alg: 'none', kid })}.${claims}.AA`],
    ['without an algorithm, in capitals', `${encode({ alg: 'NONE', kid })}.${claims}.${signature}`],
    ['with the public key as a shared secret', hmac(peers.pem)],
    ['with the published key as a shared secret', hmac(JSON.stringify(peers.jwk))],
    ['with an empty shared secret', hmac('')],
    ['that only says another algorithm', `${encode({ alg: 'RS512', kid })}.${claims}.${signature}`],
    ['by a curve', raw(curve, { alg: 'ES256', typ: 'JWT', kid }, good)],
    [
      'with a demand that nobody knows',
      signed(peers, good, { crit: ['x-unknown'], 'x-unknown': 1 }),
    ],
    ['with its claims in the clear', signed(peers, good, { b64: false, crit: ['b64'] })],
    [
      'with claims that were changed',
      `${header}.${encode({ ...good, sub: 'admin' })}.${signature}`,
    ],
    ['with the signature of another one', `${header}.${claims}.${other[2]}`],
    ['with a signature cut short', token.slice(0, -40)],
    ['with a signature of nothing', `${header}.${claims}.${encode('\0'.repeat(256))}`],
    ['in five parts', `${token}.AAAA.BBBB`],
    ['that is rubbish', 'not.a.token'],
  ]
}
