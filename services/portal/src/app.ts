import { buildApi } from '@peercert/chassis/api'
import { type Context, defineService } from '@peercert/chassis/service'
import { api, type operations } from '@peercert/contracts/portal'
import { type PortalConfig, schema } from './config.ts'
import { factConsumers } from './consumers/facts.ts'
import type { Deps } from './deps.ts'
import { sweep } from './jobs/sweep.ts'
import { problems } from './problems.ts'
import { dashboardRoutes } from './routes/dashboard.ts'
import { demoRoutes } from './routes/demo.ts'
import { deskBounceRoutes } from './routes/desk-bounces.ts'
import { deskPersonRoutes } from './routes/desk-person.ts'
import { deskSearchRoutes } from './routes/desk-search.ts'
import { deskVoucherRoutes } from './routes/desk-vouchers.ts'
import { deskWorkRoutes } from './routes/desk-work.ts'
import { emailChangeRoutes } from './routes/email-change.ts'
import { eventRoutes } from './routes/events.ts'
import { securityHeaders } from './routes/headers.ts'
import { logInRoutes } from './routes/log-in.ts'
import { backChannelRoutes, logOutRoutes } from './routes/log-out.ts'
import { pages } from './routes/pages.ts'
import { passThrough } from './routes/pass-through.ts'
import { rememberReferences } from './routes/references.ts'
import { sessionRoutes } from './routes/session.ts'
import { unsubscribeRoutes } from './routes/unsubscribe.ts'
import { createBrowsers } from './session/browser.ts'
import { keepProvenEmail } from './session/email-proof.ts'
import { ended } from './session/ending.ts'
import { guard } from './session/guard.ts'
import { openedFiles } from './session/opened-files.ts'
import { createRealms } from './session/realms.ts'
import { createSeal } from './session/seal.ts'
import { createTokens } from './session/tokens.ts'
import { connect } from './store/database.ts'

type Built = Context<PortalConfig & { peersIssuer: string; staffIssuer: string }>

export const portal = defineService({
  name: 'portal',
  config: schema,
  async build(context) {
    const deps = wire(context as unknown as Built)
    const handlers = {
      ...sessionRoutes,
      ...dashboardRoutes,
      ...demoRoutes,
      ...deskSearchRoutes,
      ...deskPersonRoutes,
      ...deskWorkRoutes,
      ...deskBounceRoutes,
      ...deskVoucherRoutes,
    }
    const plugins = [
      logInRoutes(deps),
      logOutRoutes(deps),
      backChannelRoutes(deps),
      emailChangeRoutes(deps),
      passThrough(deps),
      eventRoutes(deps),
      unsubscribeRoutes(deps),
      pages({ publicUrl: deps.config.publicUrl, folder: distFolder }),
    ]
    const base = { ...context.http, document: api, handlers, problems, deps, plugins }
    const app = await buildApi<operations, Deps>({ ...base, facesBrowsers: true })
    guard(app, { browsers: deps.browsers, publicUrl: deps.config.publicUrl, document: api })
    securityHeaders(app, deps.config)
    rememberReferences(app, deps)
    return {
      app,
      consumers: factConsumers(deps),
      sources: deps.urls,
      loops: [sweep(deps)],
      close: () => deps.db.$disconnect(),
    }
  },
})

const distFolder = new URL('../dist', import.meta.url).pathname

/** Everything is made here, once, and given by hand. */
function wire({ config, pool, clock, log, signals }: Built): Deps {
  const db = connect(pool)
  const secure = config.publicUrl.startsWith('https:')
  const seal = createSeal(config.sessionSecret)
  const onEnd = (idHash: Uint8Array<ArrayBuffer>) => ended(signals, idHash)
  const browsers = createBrowsers({ db, seal, clock, secure, onEnd })
  const realms = createRealms({
    issuers: { peers: config.peersIssuer, staff: config.staffIssuer },
    clientId: config.portalClientId,
    clientSecret: config.portalClientSecret,
    publicUrl: config.publicUrl,
  })
  const urls = {
    identity: config.identityUrl,
    applications: config.applicationsUrl,
    payments: config.paymentsUrl,
    notifications: config.notificationsUrl,
  }
  const base = { config, secure, db, pool, clock, log, signals, seal, browsers, realms, urls }
  const tokens = createTokens({
    db,
    seal,
    clock,
    realms,
    browsers,
    onEnd,
    onGrant: (session, grant) => keepProvenEmail(base, session, grant),
  })
  return { ...base, tokens, openedFiles: openedFiles() }
}
