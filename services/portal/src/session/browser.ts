import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '@peercert/chassis/clock'
import { isOver } from '../rules/session-life.ts'
import type { Db } from '../store/database.ts'
import * as sessions from '../store/sessions.ts'
import type { IdHash, Kind, SessionRow } from '../store/sessions.ts'
import { readCookie, setCookie } from './cookies.ts'
import { hashOf, newId, type Seal } from './seal.ts'

/** What a session keeps to itself, encrypted at rest. */
export interface Private {
  readonly accessToken: string
  readonly refreshToken: string
  readonly idToken: string
  readonly name: string
  readonly email: string
}

export type Session = Omit<SessionRow, 'sealed' | 'kind'> & {
  readonly kind: Kind
  readonly private: Private
}

export interface Browsers {
  knownId(request: FastifyRequest): string | undefined
  /** The cookie's value, given out now if there was none. */
  idOf(request: FastifyRequest, reply: FastifyReply): string
  /** The one given out in this request, or the one it came with; a promise that there is one. */
  idIn(request: FastifyRequest): string
  /** A new value, so that whoever planted or knew the old one knows nothing. */
  renewId(request: FastifyRequest, reply: FastifyReply): string
  /** The live session of this browser; one that is over is ended on sight. */
  sessionOf(request: FastifyRequest): Promise<Session | null>
  /** Forget what was read: the session was made, changed or ended in this request. */
  forget(request: FastifyRequest): void
  read(row: SessionRow): Session | null
  csrfToken(id: string): string
}

export interface BrowserOptions {
  readonly db: Db
  readonly seal: Seal
  readonly clock: Clock
  readonly secure: boolean
  readonly onEnd: (idHash: IdHash) => void
}

export const sessionCookie = (secure: boolean) => (secure ? '__Host-session' : 'session')

export function createBrowsers(options: BrowserOptions): Browsers {
  const { db, seal, clock, secure } = options
  const name = sessionCookie(secure)
  const seen = new WeakMap<FastifyRequest, Promise<Session | null>>()
  const given = new WeakMap<FastifyRequest, string>()

  const give = (request: FastifyRequest, reply: FastifyReply) => {
    const id = newId()
    given.set(request, id)
    setCookie(reply, name, id, { secure })
    return id
  }
  const idIn = (request: FastifyRequest) => {
    const id = readCookie(request, name)
    return id && /^[\w-]{43}$/.test(id) ? id : undefined
  }
  const read = (row: SessionRow): Session | null => {
    const { sealed, ...rest } = row
    const secrets = seal.open(sealed, row.idHash) as Private | undefined
    return secrets ? { ...rest, kind: row.kind as Kind, private: secrets } : null
  }
  const load = async (request: FastifyRequest): Promise<Session | null> => {
    const id = idIn(request)
    const row = id ? await sessions.find(db, hashOf(id)) : null
    const session = row && read(row)
    if (session && !isOver(session, clock.machine())) return session
    if (row) {
      await sessions.end(db, row.idHash)
      options.onEnd(row.idHash)
    }
    return null
  }
  return {
    knownId: idIn,
    idOf: (request, reply) => given.get(request) ?? idIn(request) ?? give(request, reply),
    idIn(request) {
      const id = given.get(request) ?? idIn(request)
      if (!id) throw new Error('this request has no browser id')
      return id
    },
    renewId: give,
    sessionOf(request) {
      const known = seen.get(request) ?? load(request)
      seen.set(request, known)
      return known
    },
    forget: (request) => void seen.delete(request),
    read,
    // Derived, not kept: nobody can make one for a cookie they planted.
    csrfToken: (id) => seal.mac('csrf', id),
  }
}
