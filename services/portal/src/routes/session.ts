import { Problem } from '@peercert/chassis/problem'
import type { Deps, Routes } from '../deps.ts'
import { idleLeft, idleMs } from '../rules/session-life.ts'
import { cookieText, readCookie } from '../session/cookies.ts'
import { languageCookie, languageOf, languageSeconds } from '../session/language.ts'
import type { Session } from '../session/browser.ts'
import * as emailChanges from '../store/email-changes.ts'
import * as sessions from '../store/sessions.ts'
import { cardsWork } from './cards.ts'
import { loggedOutCookie } from './log-out.ts'

export const sessionRoutes: Pick<Routes, 'getSession' | 'touchSession' | 'putLanguage'> = {
  async getSession({ request }, deps) {
    const session = await withProvenEmail(deps, await deps.browsers.sessionOf(request))
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
          hours: { en: config.programHours, es: config.programHoursEs },
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
    const cookie = cookieText(languageCookie, body.language, {
      secure,
      maxAgeSeconds: languageSeconds,
    })
    return { status: 200, body, headers: { 'set-cookie': cookie } }
  },
}

/** Back from the link in the mail: a renewed ID token says at once that the new address is proved. */
async function withProvenEmail(deps: Deps, session: Session | null): Promise<Session | null> {
  if (session?.kind !== 'person') return session
  const old = await emailChanges.findOldEmail(deps.db, session.subject, deps.clock.machine())
  if (!old) return session
  await deps.tokens.fresh(session, { atOnce: true }).catch(() => session)
  const row = await sessions.find(deps.db, session.idHash)
  return row && deps.browsers.read(row)
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
