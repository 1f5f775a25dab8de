import type { FastifyInstance } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { servicesFor } from '../client/services.ts'
import type { Deps } from '../deps.ts'

/**
 * The mail program's own one-press header (RFC 8058): a form post without cookie or page. The token is opaque and says
 * everything. Opening the link (GET) is the app's page, which asks first: mail scanners open links.
 */
export function unsubscribeRoutes(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: 4_096 },
      (_request, _body, done) => done(null, undefined),
    )
    app.post<{ Params: { token: string } }>('/u/:token', async (request, reply) => {
      const { notifications } = servicesFor(deps.urls, null)
      const { response } = await notifications
        .POST('/unsubscribe', { body: { token: request.params.token, on: false } })
        .catch(() => {
          throw new Problem('unavailable', { retryAfter: 60 })
        })
      if (response.ok) return reply.code(200).header('cache-control', 'no-store').send()
      // A mail program shows nothing; it may try again later, or not at all.
      const known = response.status === 404 || response.status === 400 || response.status === 422
      throw known ? new Problem('not-found') : new Problem('unavailable', { retryAfter: 60 })
    })
  }
}
