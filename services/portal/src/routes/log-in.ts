import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isTransient } from '@peercert/chassis/transient'
import type { Deps } from '../deps.ts'
import { landing, ownPath } from '../rules/return-path.ts'
import { readCookie, setCookie } from '../session/cookies.ts'
import { languageCookie, languageOf, languageSeconds, type Language } from '../session/language.ts'
import { beginLogIn, takeLogIn, type LogIn } from '../session/log-in.ts'
import { type Grant, type RealmName, SignInRefused } from '../session/realms.ts'
import { openSession, signedIn, SignInUnwelcome } from '../session/sign-in.ts'
import { finishEmailChange } from './email-change.ts'

type Trouble = 'expired' | 'cancelled' | 'unavailable' | 'refused'

interface LogInQuery {
  language?: string
  return?: string
  realm?: string
}

/** Remembers, unreadably, who was here last, so that the next person never gets their page. */
export const lastCookie = 'last'
const homes = { peers: '/dashboard', staff: '/staff' } as const

export function logInRoutes(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.get<{ Querystring: LogInQuery }>('/auth/log-in', async (request, reply) =>
      guarded(deps, request, reply, () => begin(deps, request, reply)),
    )
    app.get('/auth/callback', async (request, reply) =>
      guarded(deps, request, reply, () => finish(deps, request, reply)),
    )
  }
}

async function begin(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const query = request.query as LogInQuery
  const realm: RealmName = query.realm === 'staff' ? 'staff' : 'peers'
  keepLanguage(deps, query, reply)
  const url = await beginLogIn(deps, request, reply, {
    realm,
    purpose: 'log-in',
    language: languageIn(query, request),
    returnTo: ownPath(query.return, deps.config.publicUrl),
    // A sign-in remembered by the server must not open somebody's file to the next at this computer.
    again: realm === 'peers' || readCookie(request, lastCookie) !== undefined,
  })
  return url.href
}

/** Chosen on the page that leads to the log-in, it holds on the page that comes after it. */
function keepLanguage({ secure }: Deps, { language, realm }: LogInQuery, reply: FastifyReply) {
  if (realm === 'staff' || (language !== 'en' && language !== 'es')) return
  setCookie(reply, languageCookie, language, { secure, maxAgeSeconds: languageSeconds })
}

async function finish(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const callback = new URL(request.raw.url ?? '/', deps.config.publicUrl)
  const logIn = await takeLogIn(deps, request, callback.searchParams.get('state'))
  if (!logIn) {
    // Back or reload after a finished log-in: the person is where they wanted to be.
    const session = await deps.browsers.sessionOf(request)
    return session ? homes[session.kind === 'staff' ? 'staff' : 'peers'] : trouble('expired')
  }
  if (logIn.purpose === 'change-email') return finishEmailChange(deps, request, callback, logIn)
  const grant = await deps.realms.finish(logIn.realm, callback, logIn)
  return welcome(deps, { request, reply, logIn, grant })
}

interface Arrival {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly logIn: LogIn
  readonly grant: Grant
}

async function welcome(deps: Deps, { request, reply, logIn, grant }: Arrival): Promise<string> {
  const who = await signedIn(deps, logIn.realm, grant)
  await openSession(deps, request, reply, { realm: logIn.realm, grant, who })
  const mark = deps.seal.mac('last', `${logIn.realm}\0${grant.subject}`)
  const last = readCookie(request, lastCookie)
  setCookie(reply, lastCookie, mark, { secure: deps.secure })
  return landing(logIn.returnTo, last === undefined || last === mark, homes[logIn.realm])
}

/** Always a redirect to a page of our own or to the sign-in; a problem is a page in words, never JSON. */
async function guarded(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<string>,
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store')
  try {
    return reply.redirect(await work(), 303)
  } catch (error) {
    const kind = troubleOf(error)
    if (!kind) throw error
    deps.log.warn({ err: error, reason: kind, operation: 'log-in' }, 'log-in not finished')
    return reply.redirect(trouble(kind), 303)
  }
}

function troubleOf(error: unknown): Trouble | null {
  if (error instanceof SignInUnwelcome) return 'refused'
  if (error instanceof SignInRefused)
    return error.message === 'access_denied' ? 'cancelled' : 'expired'
  return isTransient(error) ? 'unavailable' : null
}

function trouble(kind: Trouble): string {
  return `/?problem=log-in-${kind}`
}

export function languageIn(query: { language?: string }, request: FastifyRequest): Language {
  return query.language === 'en' || query.language === 'es' ? query.language : languageOf(request)
}
