import formBody from 'node:querystring'
import type { FastifyInstance } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { isTransient } from '@peercert/chassis/transient'
import type { Deps } from '../deps.ts'
import { setCookie } from '../session/cookies.ts'
import { ended } from '../session/ending.ts'
import { realmOf } from '../session/tokens.ts'
import * as sessions from '../store/sessions.ts'

/** Says for two minutes how the log-out ended: Google and Microsoft keep their own sign-in. */
export const loggedOutCookie = 'logged-out'
const sayMs = 120

export function logOutRoutes(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.post('/auth/log-out', async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      const session = await deps.browsers.sessionOf(request)
      deps.browsers.renewId(request, reply)
      if (!session) return { location: '/' }
      await sessions.end(deps.db, session.idHash)
      ended(deps.signals, session.idHash)
      const still = session.method === 'password' ? 'none' : (session.method ?? 'none')
      setCookie(reply, loggedOutCookie, still, { secure: deps.secure, maxAgeSeconds: sayMs })
      // Ours is over even when the sign-in server is silent; its own ends with its idle time.
      const address = await deps.realms
        .endAddress(realmOf(session), session.private.idToken)
        .catch((error: unknown) => {
          if (isTransient(error)) return null
          throw error
        })
      return { location: address?.href ?? '/' }
    })
  }
}

/** The sign-in server ended a sign-in: by log-out elsewhere, by an admin, by a disabled account. */
export function backChannelRoutes(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, body, done) => done(null, formBody.parse(String(body))),
    )
    app.post('/auth/back-channel-log-out', async (request, reply) => {
      void reply.header('cache-control', 'no-store')
      const token = (request.body as Record<string, unknown> | undefined)?.logout_token
      if (typeof token !== 'string') throw new Problem('bad-request')
      const named = await deps.realms.logOutToken(token).catch((error: Error) => {
        deps.log.warn({ err: error, operation: 'back-channel-log-out' }, 'log-out token refused')
        throw new Problem('bad-request')
      })
      const kind = named.realm === 'staff' ? 'staff' : 'person'
      const by = named.sid ? { sid: named.sid } : { subject: named.subject ?? '' }
      for (const idHash of await sessions.endBySignIn(deps.db, kind, by))
        ended(deps.signals, idHash)
      return reply.code(200).send()
    })
  }
}
