import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { refuse } from '../problems.ts'
import type { Browsers } from './browser.ts'
import { equalText } from './seal.ts'

type Kind = 'anonymous' | 'person' | 'staff'

export interface GuardOptions {
  readonly browsers: Browsers
  readonly publicUrl: string
  /** The portal's own contract: x-session says which kinds of session an operation is for. */
  readonly document: object
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Called by the sign-in server itself: the signature of its token stands for it. */
const withoutPage = /^\/auth\/back-channel-log-out$/

/** Before anything is read: a change comes from our own page, and the session is of the right kind. */
export function guard(app: FastifyInstance, options: GuardOptions): void {
  const kinds = kindsOf(options.document)
  const { browsers } = options
  app.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url ?? ''
    // The session's answer carries the mark that goes with the cookie, so the cookie goes first.
    if (route === '/api/session') browsers.idOf(request, reply)
    if (changing.has(request.method) && /^\/(api|auth)\//.test(route) && !withoutPage.test(route))
      ownPage(request, reply, options)
    const allowed = kinds.get(`${request.method} ${route}`)
    if (!allowed || allowed.includes('anonymous')) return
    const session = await browsers.sessionOf(request)
    if (!session) throw new Problem('unauthenticated')
    // The desk does not exist for a person, nor their pages for staff.
    if (!allowed.includes(session.kind)) throw new Problem('not-found')
  })
}

function ownPage(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): void {
  const { browsers, publicUrl } = options
  const token = request.headers['x-csrf-token']
  const expected = browsers.csrfToken(browsers.idOf(request, reply))
  const fits = typeof token === 'string' && equalText(token, expected)
  if (request.headers.origin !== publicUrl || !fits) throw refuse('csrf-refused')
}

interface Document {
  readonly paths?: Record<string, Record<string, { readonly 'x-session'?: Kind[] }>>
}

function kindsOf(document: object): Map<string, readonly Kind[]> {
  const kinds = new Map<string, readonly Kind[]>()
  for (const [path, item] of Object.entries((document as Document).paths ?? {}))
    for (const [method, operation] of Object.entries(item)) {
      const allowed = operation['x-session']
      if (!allowed?.length) throw new Error(`${method} ${path} names no x-session`)
      kinds.set(`${method.toUpperCase()} ${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`, allowed)
    }
  return kinds
}
