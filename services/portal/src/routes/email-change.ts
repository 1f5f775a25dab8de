import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import type { Deps } from '../deps.ts'
import { ownPath, withQuery } from '../rules/return-path.ts'
import type { Session } from '../session/browser.ts'
import { confirm, emailHash, type EmailOutcome } from '../session/email-proof.ts'
import { languageOf } from '../session/language.ts'
import { beginLogIn, type LogIn } from '../session/log-in.ts'
import { type Grant, SignInRefused } from '../session/realms.ts'
import { freshUntil } from '../session/tokens.ts'
import * as emailChanges from '../store/email-changes.ts'
import * as sessions from '../store/sessions.ts'

/** The link in the mail may wait for a day; the wish is kept a little longer. */
const wishMs = 3 * 24 * 60 * 60_000
const start = '/my-information'

/** Changing the e-mail is the sign-in's matter; it sends us back with a proven address (ACC-7). */
export function emailChangeRoutes(deps: Deps) {
  return (app: FastifyInstance): void => {
    app.get<{ Querystring: { return?: string } }>('/auth/change-email', async (request, reply) => {
      const session = await deps.browsers.sessionOf(request)
      if (session?.kind !== 'person') throw new Problem('unauthenticated')
      await emailChanges.expect(deps.db, {
        subject: session.subject,
        emailHash: emailHash(session.private.email),
        endsAt: new Date(deps.clock.machine().getTime() + wishMs),
      })
      const url = await beginLogIn(deps, request, reply, {
        realm: 'peers',
        purpose: 'change-email',
        language: languageOf(request),
        returnTo: ownPath(request.query.return, deps.config.publicUrl) ?? start,
        subject: session.subject,
        action: 'UPDATE_EMAIL',
      })
      return reply.header('cache-control', 'no-store').redirect(url.href, 303)
    })
  }
}

/** Back from the sign-in: to the page with the saved draft, whatever came of it. */
export async function finishEmailChange(
  deps: Deps,
  request: FastifyRequest,
  callback: URL,
  logIn: LogIn,
): Promise<string> {
  const session = await deps.browsers.sessionOf(request)
  const back = logIn.returnTo ?? start
  if (!session || session.subject !== logIn.subject) return '/dashboard'
  const outcome = await outcomeOf(deps, session, callback, logIn)
  return withQuery(back, 'email', outcome)
}

async function outcomeOf(
  deps: Deps,
  session: Session,
  callback: URL,
  logIn: LogIn,
): Promise<EmailOutcome | 'pending'> {
  const status = callback.searchParams.get('kc_action_status')
  try {
    const first = await deps.realms.finish('peers', callback, logIn)
    if (first.subject !== session.subject) return 'unchanged'
    // The first ID token may still carry the old address; the refreshed one does not.
    const grant = await deps.realms.refresh('peers', first)
    const changed = grant.email && !sameEmail(grant.email, session.private.email)
    const outcome = changed ? await confirm(deps, grant) : null
    await keep(deps, session, grant, outcome === 'changed' ? grant.email : null)
    return outcome ?? (status === 'success' ? 'pending' : 'unchanged')
  } catch (error) {
    if (error instanceof SignInRefused) return 'unchanged'
    throw error
  }
}

const sameEmail = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

async function keep(deps: Deps, session: Session, grant: Grant, email: string | null) {
  const { accessToken, refreshToken, idToken, accessUntil } = grant
  const secrets = { ...session.private, accessToken, refreshToken, idToken }
  await sessions.change(deps.db, session.idHash, {
    sealed: deps.seal.close({ ...secrets, ...(email && { email }) }, session.idHash),
    accessUntil,
    freshUntil: freshUntil(accessUntil, deps.clock.machine()),
    ...(grant.sid && { sid: grant.sid }),
  })
}
