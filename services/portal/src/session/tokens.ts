import type { Clock } from '@peercert/chassis/clock'
import { Problem } from '@peercert/chassis/problem'
import { isTransient } from '@peercert/chassis/transient'
import { freshMs, isOver, marginMs } from '../rules/session-life.ts'
import type { Db } from '../store/database.ts'
import * as sessions from '../store/sessions.ts'
import type { IdHash, SessionRow } from '../store/sessions.ts'
import type { Browsers, Private, Session } from './browser.ts'
import { type Grant, type Realms, type RealmName, SignInOver } from './realms.ts'
import type { Seal } from './seal.ts'

export interface Tokens {
  /** A session whose access token may be used now. Throws unauthenticated when the sign-in is over. */
  fresh(session: Session, options?: { atOnce?: boolean }): Promise<Session>
}

export interface TokensOptions {
  readonly db: Db
  readonly seal: Seal
  readonly clock: Clock
  readonly realms: Realms
  readonly browsers: Browsers
  readonly onEnd: (idHash: IdHash) => void
  /** A renewed ID token may prove what the person changed at the sign-in. */
  readonly onGrant: (session: Session, grant: Grant) => Promise<void>
}

export const realmOf = (session: Pick<Session, 'kind'>): RealmName =>
  session.kind === 'staff' ? 'staff' : 'peers'

/**
 * A refresh token works once; using it twice ends the whole sign-in (real-keycloak 3). So refreshes of one
 * session stand in line: in this process by a promise, over all replicas by the session's row.
 */
export function createTokens(options: TokensOptions): Tokens {
  const underWay = new Map<string, Promise<Session>>()
  return {
    async fresh(session, { atOnce = false } = {}) {
      if (!atOnce && session.freshUntil > options.clock.machine()) return session
      const key = Buffer.from(session.idHash).toString('hex')
      const running = underWay.get(key) ?? refresh(options, session)
      underWay.set(key, running)
      return running.finally(() => underWay.delete(key))
    },
  }
}

async function refresh(options: TokensOptions, session: Session): Promise<Session> {
  const { db, browsers, clock } = options
  let granted: Grant | undefined
  const outcome = await db.$transaction(
    async (tx) => {
      const row = await sessions.lock(tx, session.idHash)
      const held = row && browsers.read(row)
      if (!held || isOver(held, clock.machine())) return 'over' as const
      // Another replica has refreshed while we stood in line.
      if (held.private.accessToken !== session.private.accessToken) return held
      const answer = await ask(options, held)
      if (answer === 'over' || answer === 'later') return answer
      granted = answer
      const change = changeOf(options, held, answer)
      await sessions.change(tx, held.idHash, change)
      return browsers.read({ ...(row as SessionRow), ...change }) ?? ('over' as const)
    },
    { maxWait: 10_000, timeout: 20_000 },
  )
  if (outcome === 'over') {
    await sessions.end(db, session.idHash)
    options.onEnd(session.idHash)
    throw new Problem('unauthenticated')
  }
  if (outcome === 'later') return waiting(session, clock.machine())
  if (granted) await options.onGrant(outcome, granted)
  return outcome
}

/** A silent sign-in server ends nobody's session: the token at hand works to its end. */
function waiting(session: Session, now: Date): Session {
  if (session.accessUntil.getTime() - marginMs > now.getTime()) return session
  throw new Problem('unavailable', { retryAfter: 5 })
}

async function ask(options: TokensOptions, held: Session): Promise<Grant | 'over' | 'later'> {
  try {
    return await options.realms.refresh(realmOf(held), held.private)
  } catch (error) {
    if (error instanceof SignInOver) return 'over'
    if (isTransient(error)) return 'later'
    throw error
  }
}

function changeOf({ seal, clock }: TokensOptions, held: Session, grant: Grant) {
  const { accessToken, refreshToken, idToken } = grant
  const secrets: Private = { ...held.private, accessToken, refreshToken, idToken }
  return {
    sealed: seal.close(secrets, held.idHash),
    roles: [...grant.roles],
    ...(grant.sid && { sid: grant.sid }),
    accessUntil: grant.accessUntil,
    freshUntil: freshUntil(grant.accessUntil, clock.machine()),
  }
}

export function freshUntil(accessUntil: Date, now: Date): Date {
  return new Date(Math.min(accessUntil.getTime() - marginMs, now.getTime() + freshMs))
}
