import { buildApi } from '@peercert/chassis/api'
import { eventRoutes } from '@peercert/chassis/event-routes'
import { defineService } from '@peercert/chassis/service'
import { api, events, type operations } from '@peercert/contracts/identity'
import { idTokens } from './client/realm.ts'
import { schema } from './config.ts'
import { applicationsConsumer } from './consumers/applications.ts'
import { notificationsConsumer } from './consumers/notifications.ts'
import type { Deps, Routes } from './deps.ts'
import { eventsOf } from './events.ts'
import { claimLoop, forgetLoop } from './jobs/claim.ts'
import { problems } from './problems.ts'
import { claimRoutes } from './routes/claim.ts'
import { contactRoutes } from './routes/contact.ts'
import { emailChangeRoutes } from './routes/email-change.ts'
import { historyRoutes } from './routes/history.ts'
import { importRoutes } from './routes/import.ts'
import { joinRoutes } from './routes/join.ts'
import { lockoutRoutes } from './routes/lockout.ts'
import { mailSecretRoutes } from './routes/mail-secret.ts'
import { personRoutes } from './routes/person.ts'
import { profileRoutes } from './routes/profile.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { staffRoutes } from './routes/staff.ts'
import * as claims from './store/claim.ts'
import { codesOf } from './store/code.ts'
import { connect } from './store/database.ts'

const handlers: Routes = {
  ...signInRoutes,
  ...staffRoutes,
  ...profileRoutes,
  ...emailChangeRoutes,
  ...claimRoutes,
  ...lockoutRoutes,
  ...joinRoutes,
  ...personRoutes,
  ...historyRoutes,
  ...contactRoutes,
  ...mailSecretRoutes,
  ...importRoutes,
  ...eventRoutes,
}

export const identity = defineService({
  name: 'identity',
  config: schema,
  events,
  async build({ config, pool, clock, signals, http }) {
    const db = connect(pool)
    const issuers = { peers: config.peersIssuer, staff: config.staffIssuer }
    const deps: Deps = {
      db,
      pool,
      clock,
      signals,
      events: eventsOf(clock),
      codes: codesOf(config.clientSecret),
      idTokens: idTokens({ issuers, audience: config.portalClientId }),
      judgeClaims: () => judge.nudge(),
    }
    const judge = claimLoop(deps)
    const app = await buildApi<operations, Deps>({
      ...http,
      document: api,
      handlers,
      problems,
      deps,
    })
    return {
      app,
      consumers: [applicationsConsumer(deps), notificationsConsumer(deps)],
      sources: { applications: config.applicationsUrl, notifications: config.notificationsUrl },
      loops: [judge, forgetLoop(deps)],
      settled: async () => !(await claims.anyAsked(db)),
      close: () => db.$disconnect(),
    }
  },
})
