import { randomBytes } from 'node:crypto'
import type { Account } from './accounts.ts'
import type { House } from './house.ts'
import { accessToken, idToken, scopeOf, type Occasion } from './tokens.ts'

export interface IssuedTokens {
  accessToken: string
  idToken: string
}

/** What the portal would get for a person, without a browser and without a session behind it. */
export async function issueTokens(house: House, account: Account): Promise<IssuedTokens> {
  const { parts } = house.realms[account.realm]
  const occasion: Occasion = {
    clientId: house.portal.id,
    sid: randomBytes(18).toString('base64url'),
    authTime: Math.floor(Date.now() / 1000),
    scope: scopeOf('openid'),
    audience: parts.audience,
    amr: ['pwd'],
    nonce: undefined,
    jti: 'onrtac',
  }
  const access = await accessToken(parts, account, occasion)
  return { accessToken: access, idToken: await idToken(parts, account, occasion, access) }
}

export async function issueToken(house: House, account: Account): Promise<string> {
  return (await issueTokens(house, account)).accessToken
}
