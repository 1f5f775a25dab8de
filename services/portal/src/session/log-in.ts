import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import type { Deps } from '../deps.ts'
import * as logIns from '../store/log-ins.ts'
import type { Language } from './language.ts'
import type { Proof, RealmName } from './realms.ts'
import { hashOf } from './seal.ts'

/** Long enough to register, open the mail and set a password. */
const lifeMs = 60 * 60_000

export type Purpose = 'log-in' | 'change-email'

/** A trip to the sign-in server that is under way. */
export interface LogIn extends Proof {
  readonly realm: RealmName
  readonly purpose: Purpose
  readonly returnTo: string | null
  /** The one who must come back; null for a log-in, where anybody may. */
  readonly subject: string | null
}

export interface Departure {
  readonly realm: RealmName
  readonly purpose: Purpose
  readonly language: Language
  readonly returnTo: string | null
  readonly subject?: string
  readonly action?: string
  readonly again?: boolean
}

export async function beginLogIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  departure: Departure,
): Promise<URL> {
  const { realm, purpose, returnTo, subject = null } = departure
  const proof = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
  }
  const url = await deps.realms.begin(realm, { ...proof, ...departure })
  const stateHash = hashOf(proof.state)
  await logIns.begin(deps.db, {
    stateHash,
    browserHash: hashOf(deps.browsers.idOf(request, reply)),
    realm,
    purpose,
    sealed: deps.seal.close({ ...proof, returnTo, subject }, stateHash),
    endsAt: new Date(deps.clock.machine().getTime() + lifeMs),
  })
  return url
}

/** Once, and only in the browser that began it: somebody else's answer logs nobody in. */
export async function takeLogIn(
  deps: Deps,
  request: FastifyRequest,
  state: string | null,
): Promise<LogIn | null> {
  if (!state) return null
  const stateHash = hashOf(state)
  const row = await logIns.finish(deps.db, stateHash, deps.clock.machine())
  const id = deps.browsers.knownId(request)
  if (!row || !id || !Buffer.from(row.browserHash).equals(hashOf(id))) return null
  const kept = deps.seal.open(row.sealed, stateHash) as Omit<LogIn, 'realm' | 'purpose'> | undefined
  return kept ? { ...kept, realm: row.realm as RealmName, purpose: row.purpose as Purpose } : null
}
