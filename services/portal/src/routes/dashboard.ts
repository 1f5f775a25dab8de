import { setTimeout as delay } from 'node:timers/promises'
import { Problem } from '@peercert/chassis/problem'
import type { components } from '@peercert/contracts/portal'
import { type Services, servicesFor } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import type { Session } from '../session/browser.ts'
import * as sessions from '../store/sessions.ts'
import { type Gathered, gather } from './gathering.ts'

type Dashboard = components['schemas']['Dashboard']

/** A sign-in reaches applications as a fact; on the very first log-in it may still be on its way. */
const patienceMs = 3_000
const pauseMs = 150

export const dashboardRoutes: Pick<Routes, 'getDashboard'> = {
  async getDashboard({ request }, deps) {
    const session = await deps.browsers.sessionOf(request)
    if (!session) throw new Problem('unauthenticated')
    const { private: held } = await deps.tokens.fresh(session)
    const services = servicesFor(deps.urls, held.accessToken)
    const sources = await gather({
      identity: services.identity.GET('/me/profile'),
      notifications: services.notifications.GET('/me/messages'),
    })
    const accountId = sources.found.identity?.accountId ?? session.accountId
    await follow(deps, session, accountId)
    const standing = await settledStanding(services, accountId)
    return { status: 200, body: dashboardOf(accountId, sources, standing) }
  },
}

/** Another account than at log-in: the person found their certification, or staff joined it. */
async function follow(deps: Deps, session: Session, accountId: string | null): Promise<void> {
  if (accountId !== null && accountId !== session.accountId)
    await sessions.change(deps.db, session.idHash, { accountId })
}

interface Standing {
  readonly certification: Dashboard['certification']
  readonly settling: boolean
}

async function settledStanding(services: Services, accountId: string | null): Promise<Standing> {
  const until = performance.now() + patienceMs
  for (;;) {
    const { data } = await services.applications.GET('/me/certification').catch(() => ({
      data: undefined,
    }))
    // Without its certification a dashboard would tell a holder that there is none.
    if (!data) throw new Problem('unavailable', { retryAfter: 5 })
    const settled = accountId === null || data.accountId === accountId
    if (settled) return { certification: data.certification, settling: false }
    if (performance.now() > until) return { certification: null, settling: true }
    await delay(pauseMs)
  }
}

type Found = Gathered<{
  identity: { mailState: 'ok' | 'bounced' }
  notifications: { messages: Dashboard['messages']; unread: number }
}>

function dashboardOf(accountId: string | null, { found, missing }: Found, standing: Standing) {
  const { certification, settling } = standing
  const checking = certification?.standing.state === 'payment-being-checked'
  return {
    accountId,
    certification,
    settling,
    payment: checking ? ('checking' as const) : null,
    messages: found.notifications?.messages.slice(0, 3) ?? [],
    unread: found.notifications?.unread ?? 0,
    mailState: found.identity?.mailState ?? ('ok' as const),
    missing: [...missing],
  }
}
