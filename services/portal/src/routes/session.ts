import { Problem } from '@peercert/chassis/problem'
import type { Routes } from '../deps.ts'
import { idleLeft, idleMs } from '../rules/session-life.ts'
import { cookieText, readCookie } from '../session/cookies.ts'
import { languageCookie, languageOf } from '../session/language.ts'
import * as sessions from '../store/sessions.ts'
import { cardsWork } from './cards.ts'
import { loggedOutCookie } from './log-out.ts'

const year = 365 * 24 * 60 * 60

export const sessionRoutes: Pick<Routes, 'getSession' | 'touchSession' | 'putLanguage'> = {
  async getSession({ request }, deps) {
    const session = await deps.browsers.sessionOf(request)
    const { config, clock } = deps
    const who = session
      ? {
          kind: session.kind,
          accountId: session.accountId,
          subject: session.kind === 'staff' ? session.subject : null,
          name: session.private.name,
          email: session.private.email,
          roles: rolesOf(session),
          method: session.method as 'password' | 'google' | 'microsoft' | null,
          joinedNumber: session.joinedNumber,
          idleLeft: idleLeft(session, clock.machine()),
        }
      : nobody
    return {
      status: 200,
      body: {
        ...who,
        language: languageOf(request),
        csrfToken: deps.browsers.csrfToken(deps.browsers.idIn(request)),
        idleSeconds: idleMs / 1000,
        program: {
          phone: config.programPhone,
          site: config.programSite,
          hours: config.programHours,
        },
        demo: config.demoUrl ? { today: clock.today(), mailUrl: config.mailUrl ?? null } : null,
        cardsWork: await cardsWork(deps),
        loggedOut: session ? null : loggedOutOf(readCookie(request, loggedOutCookie)),
      },
    }
  },
  async touchSession({ request }, deps) {
    const session = await deps.browsers.sessionOf(request)
    const now = deps.clock.machine()
    if (!session || !(await sessions.touch(deps.db, session.idHash, now)))
      throw new Problem('unauthenticated')
    return { status: 200, body: { idleLeft: idleLeft({ ...session, touchedAt: now }, now) } }
  },
  async putLanguage({ body }, { secure }) {
    const cookie = cookieText(languageCookie, body.language, { secure, maxAgeSeconds: year })
    return { status: 200, body, headers: { 'set-cookie': cookie } }
  },
}

const nobody = {
  kind: 'anonymous' as const,
  accountId: null,
  subject: null,
  name: null,
  email: null,
  roles: [],
  method: null,
  joinedNumber: null,
  idleLeft: null,
}

/** What the pages ask about; a realm's own technical roles are none of their business. */
const shownRoles = ['peer', 'reviewer', 'finance', 'admin']

export function rolesOf(session: { roles: readonly string[] }): string[] {
  return session.roles.filter((role) => shownRoles.includes(role))
}

function loggedOutOf(cookie: string | undefined) {
  if (!cookie) return null
  const provider = cookie === 'google' || cookie === 'microsoft' ? cookie : null
  return { mayStillBeSignedInTo: provider as 'google' | 'microsoft' | null }
}
