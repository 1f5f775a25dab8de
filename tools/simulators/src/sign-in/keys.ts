import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose'
import type { Records } from '../records.ts'
import type { Provider, Realm } from './options.ts'

export interface StoredKey {
  realm: Realm | Provider
  jwk: JWK
  made: number
}

export interface KeyRing {
  /** Newest first: the first one signs, all of them are published. */
  all(): JWK[]
  signing(): Promise<{ key: CryptoKey; kid: string }>
  rotate(dropOld: boolean): Promise<string>
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '' })
  return { ...jwk, kid, use: 'sig', alg: 'RS256' }
}

export async function openKeys(
  records: Records<StoredKey>,
  realm: Realm | Provider,
): Promise<KeyRing> {
  const mine = () =>
    records
      .values()
      .filter((stored) => stored.realm === realm)
      .sort((a, b) => b.made - a.made)
  const add = async () => {
    const jwk = await makeKey()
    const newest = mine()[0]?.made ?? 0
    records.set(`${realm}:${jwk.kid}`, { realm, jwk, made: Math.max(Date.now(), newest + 1) })
    return jwk.kid ?? ''
  }
  if (mine().length === 0) await add()
  const imported = new Map<string, CryptoKey>()

  return {
    all: () => mine().map(({ jwk }) => jwk),
    async signing() {
      const [newest] = mine()
      if (!newest) throw new Error(`realm ${realm} has no key`)
      const kid = newest.jwk.kid ?? ''
      const key = imported.get(kid) ?? ((await importJWK(newest.jwk, 'RS256')) as CryptoKey)
      imported.set(kid, key)
      return { key, kid }
    },
    async rotate(dropOld) {
      const old = mine()
      const kid = await add()
      for (const { jwk } of dropOld ? old : []) records.delete(`${realm}:${jwk.kid}`)
      return kid
    },
  }
}
